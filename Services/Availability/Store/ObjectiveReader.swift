import Chassis
import Contracts
import Postgres
import Terms

/// Reads what objectives come to: as it is kept where the window is over, and worked out as of now where it is open; with
/// everything that was acknowledged before.
struct ObjectiveReader: Sendable {
    /// Measurements of open windows that are looked at for one answer: a month of minutes of eight objectives, some 100 MB.
    static let samplesMaximum = 400_000

    let maker: ObjectiveMaker

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
        try await maker.read(tenant) { terms, definitions, now in
            let selection = try select(terms, definitions, now)
            let wanted = StatementWorkStore.Wanted(selection.windows.map(\.key), selection.ids, now)
            let open = selection.windows.filter { $0.window.interval.end > now }
            let stretches = definitions.stretches(covering: open.map { ($0.promise.service, $0.window.interval) })
            let customers = Set(open.compactMap(\.contract?.customer)).sorted()
            let queries =
                [
                    ObjectiveStore.find(wanted.ids, of: tenant),
                    ExclusionStore.approved(stretches, customers: customers, of: tenant),
                ] + MetricStore.find(open.stretches, limit: Self.samplesMaximum + 1, of: tenant)
            return SettledRead(wanted: wanted, queries: queries) { rows, _ in
                guard rows[2].count <= Self.samplesMaximum else { throw Self.tooMuch }
                let samples = try MetricStore.decode(rows[2...])
                guard samples.values.reduce(0, { $0 + $1.count }) <= Self.samplesMaximum else { throw Self.tooMuch }
                let facts = MetricBook(samples, excluding: try ExclusionStore.decode(rows[1]))
                return try Self.answers(selection, facts, try ObjectiveStore.decode(rows[0]), now)
            }
        }
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
