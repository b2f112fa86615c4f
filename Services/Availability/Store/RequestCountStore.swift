import Contracts
import Foundation
import Postgres
import Telemetry
import Terms

/// SQL of the requests and resources that were counted in stretches of time, as they were reported: of `series` and `series_blocks`.
enum RequestCountStore {
    /// The kinds of series that say how many there were.
    private static let kinds = [SeriesKind.requests, .total, .failed].map(\.rawValue)

    /// The blocks that the counts of services are in.
    static func blocks(_ wanted: [ServiceStretch], of tenant: TenantID) -> Query {
        let hours = wanted.map { wanted in
            let context = RequestCounts.contextSeconds(wanted.service)
            return (
                SeriesMerge.hour(of: wanted.stretch.start.epochSeconds - context),
                SeriesMerge.hour(of: wanted.stretch.end.epochSeconds + context)
            )
        }
        return """
            select s.service_id, s.component, s.kind, s.instance, found.hour, found.samples, found.payload
            from unnest(\(wanted.services), \(hours.map(\.0)), \(hours.map(\.1))) as w (wanted, first, last)
            join series s on s.tenant_id = \(tenant) and s.service_id = w.wanted and s.kind = any(\(kinds))
            cross join lateral (
                select hour, samples, payload from series_blocks
                where tenant_id = \(tenant) and series_id = s.id and hour between w.first and w.last offset 0
            ) as found
            """
    }

    /// What ``blocks(_:of:)`` found, by service.
    static func decode(_ rows: Rows) throws -> [ServiceID: RequestCounts] {
        var counts: [ServiceID: RequestCounts] = [:]
        for row in try rows.decode((ServiceID, String, Int16, String, Int32, Int32, Data).self) {
            guard let kind = SeriesKind(rawValue: row.2) else { continue }
            try counts[row.0, default: RequestCounts()].load(
                component: row.1, ComponentDerivation.Series(kind: kind, instance: row.3), hour: row.4, count: Int(row.5), row.6)
        }
        return counts
    }
}
