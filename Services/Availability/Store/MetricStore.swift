import Contracts
import Foundation
import Postgres
import Telemetry
import Terms

/// SQL of `metrics` and `metric_records`.
enum MetricStore {
    /// Keeps measurements. Of two that say different things of the same, the one stands that prevails: the order is that of
    /// ``MetricRecord/prevailing(_:_:)``. The caller holds the tenant's lock.
    static func write(_ records: [MetricRecord], of tenant: TenantID) -> [Query] {
        guard !records.isEmpty else { return [] }
        return [add(Array(Set(records.map(\.stream))), of: tenant), insert(records, of: tenant)]
    }

    /// Gives numbers to the streams that have none.
    private static func add(_ streams: [MetricRecord.Stream], of tenant: TenantID) -> Query {
        """
        insert into metrics (tenant_id, service_id, component, population, metric)
        select \(tenant), new.* from unnest(\(streams.map(\.service)), \(streams.map(\.component)), \
        \(streams.map(\.population)), \(streams.map(\.metric))) as new (service_id, component, population, metric)
        where not exists (
            select from metrics m where m.tenant_id = \(tenant) and m.service_id = new.service_id
                and m.component = new.component and m.population = new.population and m.metric = new.metric)
        """
    }

    private static func insert(_ records: [MetricRecord], of tenant: TenantID) -> Query {
        let streams = records.map(\.stream)
        let samples = records.map(\.sample)
        return """
            insert into metric_records (tenant_id, metric_id, starts_at, seconds, part, id, revision, measured, reading)
            select \(tenant), m.id, new.starts_at, new.seconds, new.part, new.id, new.revision, new.measured, new.reading
            from unnest(\(streams.map(\.service)), \(streams.map(\.component)), \(streams.map(\.population)), \
            \(streams.map(\.metric)), \(samples.map(\.interval.start)), \(samples.map { Int32(clamping: $0.interval.seconds) }), \
            \(samples.map { $0.part ?? "" }), \(records.map(\.id)), \(records.map { Int32(clamping: $0.revision) }), \
            \(samples.map(\.reading.population)), \(records.map { Data($0.stored.reading) })) as new (
                service_id, component, population, metric, starts_at, seconds, part, id, revision, measured, reading)
            join metrics m on m.tenant_id = \(tenant) and m.service_id = new.service_id and m.component = new.component
                and m.population = new.population and m.metric = new.metric
            on conflict (tenant_id, metric_id, starts_at, seconds, part, id) do update
            set revision = excluded.revision, measured = excluded.measured, reading = excluded.reading
            where (excluded.revision, excluded.measured, excluded.reading)
                > (metric_records.revision, metric_records.measured, metric_records.reading)
            """
    }

    /// The measurements of streams that begin in their stretches of time, in that order: rows, and after them blocks, so that what
    /// is packed between the two is seen twice and not overlooked. With a limit there may be some above it, but none are left out
    /// unless those that are there are as many.
    static func find(_ wanted: [MetricRecord.Stream: Interval], limit: Int? = nil, of tenant: TenantID) -> [Query] {
        let streams = Array(wanted.keys)
        let stretches = Array(wanted.values)
        let rows: Query = """
            select w.service_id, w.component, w.population, w.metric, r.starts_at, r.seconds, r.part, r.id, r.revision, r.reading
            from unnest(\(streams.map(\.service)), \(streams.map(\.component)), \(streams.map(\.population)), \
            \(streams.map(\.metric)), \(stretches.map(\.start)), \(stretches.map(\.end))) as w (
                service_id, component, population, metric, first, last)
            join metrics m on m.tenant_id = \(tenant) and m.service_id = w.service_id and m.component = w.component
                and m.population = w.population and m.metric = w.metric
            join metric_records r on r.tenant_id = \(tenant) and r.metric_id = m.id
                and r.starts_at >= w.first and r.starts_at < w.last
            order by r.starts_at limit \(limit)
            """
        return [rows, MetricBlockStore.find(wanted, limit: limit, of: tenant)]
    }

    /// What ``find(_:limit:of:)`` found, by stream, in order of time. Where a row and a block say different things of the same, the
    /// one stands that prevails.
    static func decode(_ found: ArraySlice<Rows>) throws -> [MetricRecord.Stream: [ObjectiveSample]] {
        var kept: [MetricRecord.Stream: [StoredMetric]] = [:]
        for rows in found.prefix(1) {
            typealias Row = (ServiceID, String, String, String, Instant, Int32, String, String, Int32, Data)
            for row in try rows.decode(Row.self) {
                let stream = MetricRecord.Stream(service: row.0, component: row.1, population: row.2, metric: row.3)
                kept[stream, default: []].append(
                    try measurement(start: row.4, seconds: row.5, part: row.6, id: row.7, revision: row.8, reading: row.9))
            }
        }
        for rows in found.dropFirst() {
            for (stream, packed) in try MetricBlockStore.decode(rows) {
                let unpacked = kept[stream] ?? []
                kept[stream] = unpacked.isEmpty ? packed : StoredMetric.merge(packed, unpacked.sorted { $0.precedes($1) })
            }
        }
        return kept.mapValues { $0.map(\.sample) }
    }

    /// A measurement by the columns of its row.
    static func measurement(
        start: Instant, seconds: Int32, part: String, id: String, revision: Int32, reading: Data
    ) throws -> StoredMetric {
        let interval = Interval(start, start.advanced(by: Int64(seconds)))
        let sample = try reading.withUnsafeBytes { bytes throws(ByteReader.Malformed) in
            try MetricRecord.sample(interval, part: part, reading: bytes)
        }
        return StoredMetric(id: id, revision: Int64(revision), sample: sample)
    }
}
