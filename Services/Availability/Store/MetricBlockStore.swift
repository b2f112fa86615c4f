import Contracts
import Foundation
import Postgres
import Telemetry
import Terms

/// SQL of `metric_blocks`: measurements past the lateness horizon.
enum MetricBlockStore {
    /// Where a look at a tenant's rows has got to.
    struct Place: Sendable {
        let metric: Int64
        let start: Instant
        let seconds: Int32
        let part: String
        let id: String

        /// Before every row.
        static let start = Place(metric: 0, start: .earliest, seconds: 0, part: "", id: "")
    }

    /// A row that may be packed.
    struct Row: Sendable {
        /// The stream's number.
        let metric: Int64
        let measurement: StoredMetric
        /// Bytes of its reading.
        let bytes: Int

        /// Where the next row is looked for.
        var place: Place {
            let interval = measurement.sample.interval
            return Place(
                metric: metric, start: interval.start, seconds: Int32(clamping: interval.seconds),
                part: measurement.sample.part ?? "", id: measurement.id)
        }
    }

    /// Rows after a place that begin before an instant: so many, or as many as have so many bytes of readings, and at least one.
    static func rows(after place: Place, before end: Instant, rows: Int, bytes: Int, of tenant: TenantID) -> Query {
        """
        select metric_id, starts_at, seconds, part, id, revision, reading from (
            select *, sum(octet_length(reading)) over (order by metric_id, starts_at, seconds, part, id)
                - octet_length(reading) as before from (
                select metric_id, starts_at, seconds, part, id, revision, reading from metric_records
                where tenant_id = \(tenant) and (metric_id, starts_at, seconds, part, id)
                    > (\(place.metric), \(place.start), \(place.seconds), \(place.part), \(place.id)) and starts_at < \(end)
                order by metric_id, starts_at, seconds, part, id limit \(rows)
            ) as oldest
        ) as counted where before < \(bytes) order by metric_id, starts_at, seconds, part, id
        """
    }

    /// Reads what ``rows(after:before:rows:bytes:of:)`` found.
    static func decodeRows(_ rows: Rows) throws -> [Row] {
        try rows.decode((Int64, Instant, Int32, String, String, Int32, Data).self).map { row in
            let measurement = try MetricStore.measurement(
                start: row.1, seconds: row.2, part: row.3, id: row.4, revision: row.5, reading: row.6)
            return Row(metric: row.0, measurement: measurement, bytes: row.6.count)
        }
    }

    /// How large the blocks of days are.
    static func sizes(_ days: [MetricDay.Key], of tenant: TenantID) -> Query {
        """
        select b.metric_id, b.day, b.measurements, octet_length(b.payload)
        from unnest(\(days.map(\.metric)), \(days.map(\.day))) as wanted (metric_id, day)
        join metric_blocks b on b.tenant_id = \(tenant) and b.metric_id = wanted.metric_id and b.day = wanted.day
        """
    }

    /// Reads what ``sizes(_:of:)`` found.
    static func decodeSizes(_ rows: Rows) throws -> [MetricDay.Key: MetricDay.Size] {
        let sizes = try rows.decode((Int64, Int32, Int32, Int32).self).map { row in
            (MetricDay.Key(metric: row.0, day: row.1), MetricDay.Size(measurements: Int(row.2), bytes: Int(row.3)))
        }
        return Dictionary(uniqueKeysWithValues: sizes)
    }

    /// The blocks of days.
    static func blocks(_ days: [MetricDay.Key], of tenant: TenantID) -> Query {
        """
        select b.metric_id, b.day, b.payload from unnest(\(days.map(\.metric)), \(days.map(\.day))) as wanted (metric_id, day)
        join metric_blocks b on b.tenant_id = \(tenant) and b.metric_id = wanted.metric_id and b.day = wanted.day
        """
    }

    /// Reads what ``blocks(_:of:)`` found.
    static func decodeBlocks(_ rows: Rows) throws -> [MetricDay.Key: [StoredMetric]] {
        var blocks: [MetricDay.Key: [StoredMetric]] = [:]
        for (metric, day, payload) in try rows.decode((Int64, Int32, Data).self) {
            blocks[MetricDay.Key(metric: metric, day: day)] = try read(payload, day: day)
        }
        return blocks
    }

    /// Writes blocks of days in place of those that were there.
    static func write(_ blocks: [(key: MetricDay.Key, measurements: [StoredMetric])], of tenant: TenantID) -> Query {
        let counts = blocks.map { Int32($0.measurements.count) }
        let payloads = blocks.map { Data(MetricBlock.write($0.measurements, day: $0.key.day)) }
        return """
            insert into metric_blocks (tenant_id, metric_id, day, measurements, payload)
            select \(tenant), new.* from unnest(\(blocks.map(\.key.metric)), \(blocks.map(\.key.day)), \(counts), \(payloads)) \
            as new (metric_id, day, measurements, payload)
            on conflict (tenant_id, metric_id, day) do update
            set measurements = excluded.measurements, payload = excluded.payload
            """
    }

    /// Removes rows that are in blocks.
    static func delete(_ rows: [Row], of tenant: TenantID) -> Query {
        let places = rows.map(\.place)
        return """
            delete from metric_records r using unnest(\(places.map(\.metric)), \(places.map(\.start)), \
            \(places.map(\.seconds)), \(places.map(\.part)), \(places.map(\.id))) as gone (metric_id, starts_at, seconds, part, id)
            where r.tenant_id = \(tenant) and r.metric_id = gone.metric_id and r.starts_at = gone.starts_at
                and r.seconds = gone.seconds and r.part = gone.part and r.id = gone.id
            """
    }

    /// The blocks of the days that streams' stretches of time lie in. With a limit, as many as hold so many measurements within
    /// the stretches; the days at the ends of a stretch, which may have some outside, do not count.
    static func find(_ wanted: [MetricRecord.Stream: Interval], limit: Int?, of tenant: TenantID) -> Query {
        let streams = Array(wanted.keys)
        let stretches = Array(wanted.values)
        let firstDays = stretches.map { MetricBlock.day(of: $0.start) }
        let lastDays = stretches.map { MetricBlock.day(of: $0.end.advanced(by: -1)) }
        return """
            select service_id, component, population, metric, first, last, day, payload from (
                select w.*, b.day, b.payload, sum(case when b.day > w.first_day and b.day < w.last_day then b.measurements else 0 end)
                    over (order by b.day, b.metric_id rows between unbounded preceding and 1 preceding) as before
                from unnest(\(streams.map(\.service)), \(streams.map(\.component)), \(streams.map(\.population)), \
            \(streams.map(\.metric)), \(stretches.map(\.start)), \(stretches.map(\.end)), \(firstDays), \(lastDays)) as w (
                    service_id, component, population, metric, first, last, first_day, last_day)
                join metrics m on m.tenant_id = \(tenant) and m.service_id = w.service_id and m.component = w.component
                    and m.population = w.population and m.metric = w.metric
                join metric_blocks b on b.tenant_id = \(tenant) and b.metric_id = m.id
                    and b.day >= w.first_day and b.day <= w.last_day
            ) as found where coalesce(before < \(limit), true) order by day
            """
    }

    /// Reads what ``find(_:limit:of:)`` found: of each stream what begins in its stretch, in order.
    static func decode(_ rows: Rows) throws -> [MetricRecord.Stream: [StoredMetric]] {
        var found: [MetricRecord.Stream: [StoredMetric]] = [:]
        for row in try rows.decode((ServiceID, String, String, String, Instant, Instant, Int32, Data).self) {
            let stream = MetricRecord.Stream(service: row.0, component: row.1, population: row.2, metric: row.3)
            found[stream, default: []] += try read(row.7, day: row.6).filter { measurement in
                let start = measurement.sample.interval.start
                return start >= row.4 && start < row.5
            }
        }
        return found
    }

    private static func read(_ payload: Data, day: Int32) throws -> [StoredMetric] {
        try payload.withUnsafeBytes { bytes throws(ByteReader.Malformed) in try MetricBlock.read(bytes, day: day) }
    }
}
