import Chassis
import Contracts
import Postgres
import Terms

/// Works out what objectives come to, of everything that was acknowledged before. Nothing of it is kept: measurements that come
/// late, corrections and exclusions change what is read from then on.
struct ObjectiveReader: Sendable {
    /// Measurements that are looked at for one answer: a month of minutes of eight objectives, some 100 MB.
    static let samplesMaximum = 400_000
    /// Times that a read is begun anew because something changed under it.
    private static let attempts = 5

    let chassis: Chassis
    let folder: Folder
    let knowledge: Knowledge

    /// Judges the windows that `select` wants of the tenant's terms and definitions.
    ///
    /// - Throws: what `select` throws; 400 when there is too much to look at; 503 when what was acknowledged cannot be worked in
    ///   in time.
    func read(
        _ tenant: TenantID, _ select: (KnownTerms, Definitions, Instant) throws -> [ObjectiveWindow]
    ) async throws -> [ObjectiveResource] {
        for _ in 0..<Self.attempts {
            let terms = try await knowledge.terms.terms(tenant)
            let definitions = try await knowledge.definitions.entry(tenant).definitions
            let now = chassis.clock.now
            let wanted = try select(terms, definitions, now)
            let stretches = definitions.stretches(covering: wanted.map { ($0.promise.service, $0.window.interval) })
            let rows = try await folder.read(
                [
                    TermsStore.versions(tenant), ExclusionStore.approved(stretches, of: tenant),
                    MetricStore.find(wanted.stretches, limit: Self.samplesMaximum + 1, of: tenant),
                ], tenant)
            guard try TermsStore.decodeVersions(rows[0]) == (definitions.version, terms.version) else {
                _ = try await knowledge.terms.reload(tenant)
                _ = try await knowledge.definitions.reload(tenant)
                continue
            }
            guard rows[2].count <= Self.samplesMaximum else { throw Self.tooMuch }
            return try Self.judged(wanted, try ExclusionStore.decode(rows[1]), try MetricStore.decode(rows[2]), now)
        }
        throw Problem.unavailable("the tenant's facts change faster than they can be read")
    }

    private static func judged(
        _ wanted: [ObjectiveWindow], _ exclusions: [ExclusionResource], _ samples: [MetricRecord.Stream: [ObjectiveSample]],
        _ now: Instant
    ) throws -> [ObjectiveResource] {
        let approved = Dictionary(grouping: exclusions, by: \.service).mapValues { $0.map(\.evaluated) }
        // Windows that overlap look at the same measurements again.
        var left = samplesMaximum
        return try wanted.map { item in
            let inside = samples[item.stream]?.beginning(in: item.window.interval) ?? []
            left -= inside.count
            guard left >= 0 else { throw tooMuch }
            try Task.checkCancellation()
            return item.judged(Array(inside), excluding: approved[item.promise.service] ?? [], asOf: now)
        }
    }

    private static var tooMuch: Problem {
        .badRequest("more than \(samplesMaximum) measurements: ask for less time, one service or one objective")
    }
}
