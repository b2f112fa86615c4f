import Contracts
import Postgres
import Telemetry
import Terms

/// One step of compaction, inside a transaction that holds the tenant's lock: takes some blocks that are past the horizon and
/// makes runs of them. Nothing that is derived of them changes, so nothing is derived anew, and nobody is told.
struct CompactionTransaction {
    /// Samples of one step: what is held in memory at once, and how long a fold may have to wait.
    static let samplesMaximum = 200_000
    /// Blocks of one step.
    static let blocksMaximum = 2_000

    /// What a step did.
    struct Outcome: Sendable {
        /// Samples that became runs.
        var samples = 0
        /// Where the next step goes on; nil when there is nothing left to look at.
        var next: CompactionStore.Place?
    }

    let tenant: TenantID
    let transaction: Transaction
    let definitions: Definitions
    /// The services whose requests stay as they were reported.
    let counting: Set<ServiceID>
    /// What was written and was over by then is past the horizon.
    let horizon: Instant

    /// Takes the blocks after a place.
    func run(after place: CompactionStore.Place) async throws -> Outcome {
        let query = CompactionStore.blocks(
            after: place, before: horizon, samples: Self.samplesMaximum, blocks: Self.blocksMaximum, counting: counting.sorted(),
            of: tenant)
        let found = try CompactionStore.decode(try await transaction.query(query))
        guard let last = found.last else { return Outcome() }
        var outcome = Outcome(next: .init(series: last.block.series, hour: last.block.hour))
        var rules: [Int64: RunRules] = [:]
        for item in found where rules[item.block.series] == nil {
            rules[item.block.series] = definitions.services[item.key.service].map { RunRules($0, item.key) }
        }
        let taken = found.filter { rules[$0.block.series]?.rule($0.block.hour) != nil }
        guard !taken.isEmpty else { return outcome }
        let writes = try await spans(taken, rules)
        _ = try await transaction.execute([
            RunStore.write(writes, of: tenant), CompactionStore.delete(taken.map(\.block), of: tenant),
        ])
        outcome.samples = taken.reduce(0) { $0 + Int($1.block.count) }
        return outcome
    }

    /// The spans that the blocks lie in, with their samples as runs.
    private func spans(_ taken: [CompactionStore.Block], _ rules: [Int64: RunRules]) async throws -> [RunStore.Span] {
        let groups = Dictionary(grouping: taken) { item in
            SpanKey(series: item.block.series, span: StoredRuns.span(of: item.block.hour))
        }
        let keys = Array(groups.keys)
        let rows = try await transaction.execute([
            CompactionStore.hours(keys, of: tenant), CompactionStore.runs(keys, of: tenant),
        ])
        var hours: [SpanKey: [Int32]] = [:]
        for (series, hour) in try rows[0].decode((Int64, Int32).self) {
            hours[SpanKey(series: series, span: StoredRuns.span(of: hour)), default: []].append(hour)
        }
        var runs: [SpanKey: [StateRun]] = [:]
        for stored in try RunStore.decode(rows[1]) {
            runs[SpanKey(series: stored.series, span: stored.span)] = try stored.runs()
        }
        return try groups.compactMap { key, items in
            guard let rules = rules[key.series] else { return nil }
            let gone = Set(items.map(\.block.hour))
            let compaction = Compaction(rules: rules, kept: (hours[key] ?? []).filter { !gone.contains($0) })
            var blocks = SeriesMerge(items[0].key.kind)
            for item in items { try blocks.load(item.block.hour, count: Int(item.block.count), item.block.payload) }
            return RunStore.Span(
                series: key.series, span: key.span, runs: compaction.merge(blocks.samples, into: runs[key] ?? []))
        }
    }
}
