import Contracts
import Foundation
import Postgres
import Terms

/// SQL of `series` and `series_blocks`.
enum SampleStore {
    /// Gives numbers to the series that have none.
    static func add(_ keys: [SeriesKey], of tenant: TenantID) -> Query {
        """
        insert into series (tenant_id, service_id, component, kind, instance)
        select \(tenant), new.* from unnest(\(keys.map(\.service)), \(keys.map(\.component)), \
        \(keys.map(\.kind.rawValue)), \(keys.map(\.instance))) as new (service_id, component, kind, instance)
        where not exists (
            select from series s where s.tenant_id = \(tenant) and s.service_id = new.service_id
                and s.component = new.component and s.kind = new.kind and s.instance = new.instance)
        """
    }

    /// All series of components, given as pairs of service and component.
    static func series(services: [ServiceID], components: [String], of tenant: TenantID) -> Query {
        """
        select s.id, s.service_id, s.component, s.kind, s.instance
        from unnest(\(services), \(components)) as wanted (service_id, component)
        join series s on s.tenant_id = \(tenant) and s.service_id = wanted.service_id and s.component = wanted.component
        """
    }

    /// Reads what ``series(services:components:of:)`` found. Kinds of a later version of the software are passed over.
    static func decodeSeries(_ rows: Rows) throws -> [SeriesKey: Int64] {
        var numbers: [SeriesKey: Int64] = [:]
        for (id, service, component, kind, instance) in try rows.decode((Int64, ServiceID, String, Int16, String).self) {
            guard let kind = SeriesKind(rawValue: kind) else { continue }
            numbers[SeriesKey(service: service, component: component, kind: kind, instance: instance)] = id
        }
        return numbers
    }

    /// The blocks in stretches of hours.
    static func blocks(_ stretches: [BlockStretch], of tenant: TenantID) -> Query {
        """
        select b.series_id, b.hour, b.samples, b.payload
        from unnest(\(stretches.map(\.series)), \(stretches.map(\.first)), \(stretches.map(\.last))) as wanted (series, first, last)
        join series_blocks b on b.tenant_id = \(tenant) and b.series_id = wanted.series
            and b.hour between wanted.first and wanted.last
        """
    }

    /// Reads what ``blocks(_:of:)`` found.
    static func decodeBlocks(_ rows: Rows) throws -> [StoredBlock] {
        try rows.decode((Int64, Int32, Int32, Data).self).map {
            StoredBlock(series: $0.0, hour: $0.1, count: $0.2, payload: $0.3)
        }
    }

    /// Writes blocks in place of those that were there.
    static func write(_ blocks: [StoredBlock], at now: Instant, of tenant: TenantID) -> Query {
        """
        insert into series_blocks (tenant_id, written_at, series_id, hour, samples, payload)
        select \(tenant), \(now), new.* from unnest(\(blocks.map(\.series)), \(blocks.map(\.hour)), \(blocks.map(\.count)), \
        \(blocks.map(\.payload))) as new (series_id, hour, samples, payload)
        on conflict (tenant_id, series_id, hour) do update
        set samples = excluded.samples, payload = excluded.payload, written_at = excluded.written_at
        """
    }
}
