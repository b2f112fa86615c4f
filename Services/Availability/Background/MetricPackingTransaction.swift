import Contracts
import Postgres
import Terms

/// One step of packing, inside a transaction that holds the tenant's lock: takes some rows of metrics that are past the horizon,
/// and makes them part of their days' blocks. Everything that was told of them is there as before, so nobody is told.
struct MetricPackingTransaction {
    /// Rows of one step: what is held in memory at once, and a fraction of a second that a fold may have to wait.
    static let rowsMaximum = 20_000

    /// What a step did.
    struct Outcome: Sendable {
        /// Rows that became part of blocks.
        var packed = 0
        /// Where the next step goes on; nil when there is nothing left to look at.
        var next: MetricBlockStore.Place?
    }

    let tenant: TenantID
    let transaction: Transaction
    /// Days that were over by then are past the horizon.
    let horizon: Instant

    /// Takes the rows after a place.
    func run(after place: MetricBlockStore.Place) async throws -> Outcome {
        let end = MetricBlock.start(of: MetricBlock.day(of: horizon))
        let query = MetricBlockStore.rows(
            after: place, before: end, rows: Self.rowsMaximum, bytes: MetricBlock.bytesMaximum, of: tenant)
        let rows = try MetricBlockStore.decodeRows(try await transaction.query(query))
        guard !rows.isEmpty else { return Outcome() }
        let days = Self.days(rows)
        let sizes = try MetricBlockStore.decodeSizes(
            try await transaction.query(MetricBlockStore.sizes(days.map(\.key), of: tenant)))
        var outcome = Outcome()
        var taken: [(key: MetricDay.Key, rows: ArraySlice<MetricBlockStore.Row>)] = []
        var done = 0
        for (day, isPacked) in zip(days, MetricDay.packed(days, blocks: sizes)) {
            let own = rows[done..<done + day.size.measurements]
            done = own.endIndex
            if isPacked { taken.append((day.key, own)) }
        }
        outcome.next = rows[done - 1].place
        guard !taken.isEmpty else { return outcome }
        let known = taken.map(\.key).filter { sizes[$0] != nil }
        let blocks = try MetricBlockStore.decodeBlocks(
            try await transaction.query(MetricBlockStore.blocks(known, of: tenant)))
        let merged = taken.map { key, rows in
            let new = rows.map(\.measurement).sorted { $0.precedes($1) }
            return (key: key, measurements: StoredMetric.merge(blocks[key] ?? [], new))
        }
        let gone = taken.flatMap(\.rows)
        _ = try await transaction.execute([
            MetricBlockStore.write(merged, of: tenant), MetricBlockStore.delete(gone, of: tenant),
        ])
        outcome.packed = gone.count
        return outcome
    }

    /// The days that rows are of, in the rows' order: by stream and time.
    private static func days(_ rows: [MetricBlockStore.Row]) -> [MetricDay] {
        var days: [MetricDay] = []
        for row in rows {
            let key = MetricDay.Key(metric: row.metric, day: MetricBlock.day(of: row.measurement.sample.interval.start))
            let own = MetricDay.Size(measurements: 1, bytes: row.bytes)
            if let last = days.last, last.key == key {
                days[days.count - 1] = MetricDay(key: key, size: last.size + own)
            } else {
                days.append(MetricDay(key: key, size: own))
            }
        }
        return days
    }
}
