import Chassis
import Contracts
import Postgres
import Terms

/// Reads what objectives come to: as it is kept where the window is over, and worked out as of now where it is open; with
/// everything that was acknowledged before.
struct ObjectiveReader: Sendable {
    /// Measurements of open windows that are looked at for one answer: a month of minutes of eight objectives, some 100 MB.
    static let samplesMaximum = 400_000
    /// Times that a read is begun anew because something changed under it.
    private static let attempts = 5

    let chassis: Chassis
    let maker: ObjectiveMaker
    let knowledge: Knowledge

    /// What is wanted.
    struct Selection: Sendable {
        var windows: [ObjectiveWindow] = []
        /// Results that are wanted by id although no promise has such a window any more.
        var ids: [StatementID] = []
    }

    /// Reads what `select` wants of the tenant's terms and definitions.
    ///
    /// - Throws: what `select` throws; 400 when there is too much to look at; 503 when what was acknowledged cannot be worked in
    ///   in time.
    func read(
        _ tenant: TenantID, _ select: (KnownTerms, Definitions, Instant) throws -> Selection
    ) async throws -> [ObjectiveResource] {
        var isCaughtUp = false
        for _ in 0..<Self.attempts {
            let terms = try await knowledge.terms.terms(tenant)
            let definitions = try await knowledge.definitions.entry(tenant).definitions
            let now = chassis.clock.now
            let selection = try select(terms, definitions, now)
            let wanted = StatementWorkStore.Wanted(selection.windows.map(\.key), selection.ids, now)
            let open = selection.windows.filter { $0.window.interval.end > now }
            let stretches = definitions.stretches(covering: open.map { ($0.promise.service, $0.window.interval) })
            let customers = Set(open.compactMap(\.contract?.customer)).sorted()
            let rows = try await chassis.database.execute(
                [
                    BatchStore.latest(tenant), StatementWorkStore.isDue(wanted, now, of: tenant, in: .objective),
                    TermsStore.versions(tenant), ObjectiveStore.find(wanted.ids, of: tenant),
                    ExclusionStore.approved(stretches, customers: customers, of: tenant),
                    MetricStore.find(open.stretches, limit: Self.samplesMaximum + 1, of: tenant),
                ], tenant: tenant.uuid)
            guard try TermsStore.decodeVersions(rows[2]) == (definitions.version, terms.version) else {
                _ = try await knowledge.terms.reload(tenant)
                _ = try await knowledge.definitions.reload(tenant)
                continue
            }
            // What was acknowledged before the read began has to be worked in, what comes meanwhile need not.
            if !isCaughtUp, try rows[0].decodeOne(Int64?.self) != nil {
                try await maker.folder.settle(tenant)
                isCaughtUp = true
                continue
            }
            if try rows[1].decodeOne(Bool.self) {
                try await maker.settle(tenant, for: wanted)
                continue
            }
            guard rows[5].count <= Self.samplesMaximum else { throw Self.tooMuch }
            let facts = MetricBook(try MetricStore.decode(rows[5]), excluding: try ExclusionStore.decode(rows[4]))
            return try Self.answers(selection, facts, try ObjectiveStore.decode(rows[3]), now)
        }
        throw Problem.unavailable("the tenant's facts change faster than they can be read")
    }

    private static func answers(
        _ selection: Selection, _ facts: MetricBook, _ stored: [StatementID: ObjectiveStore.Stored], _ now: Instant
    ) throws -> [ObjectiveResource] {
        var answers = try selection.ids.compactMap { try stored[$0]?.resource() }
        // Windows that overlap look at the same measurements again.
        var left = samplesMaximum
        for item in selection.windows {
            if let kept = stored[item.key.id] {
                answers.append(try kept.resource())
            } else if item.window.interval.end > now {
                left -= facts.count(in: item)
                guard left >= 0 else { throw tooMuch }
                try Task.checkCancellation()
                answers.append(facts.judge(item, asOf: now))
            }
        }
        return answers
    }

    private static var tooMuch: Problem {
        .badRequest("more than \(samplesMaximum) measurements: ask for less time, one service or one objective")
    }
}
