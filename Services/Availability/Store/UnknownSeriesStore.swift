import Contracts
import Postgres
import Terms

/// SQL of `unknown_series`.
enum UnknownSeriesStore {
    /// Series that are kept a tenant, the latest.
    static let keptMaximum = 200

    /// What is known of an unknown series.
    struct Entry: Sendable {
        let reason: IntakeReport.Code
        let count: Int64
        let first: Instant
        let last: Instant
    }

    /// Counts series.
    static func add(_ entries: [String: Entry], of tenant: TenantID) -> Query {
        let list = entries.sorted { $0.key < $1.key }
        return """
            insert into unknown_series (tenant_id, series, reason, count, first_seen, last_seen)
            select \(tenant), new.* from unnest(\(list.map(\.key)), \(list.map(\.value.reason.rawValue)), \
            \(list.map(\.value.count)), \(list.map(\.value.first)), \(list.map(\.value.last))) \
            as new (series, reason, count, first_seen, last_seen)
            on conflict (tenant_id, series) do update
            set count = unknown_series.count + excluded.count, reason = excluded.reason, last_seen = excluded.last_seen
            """
    }

    /// Forgets all but the latest.
    static func trim(_ tenant: TenantID) -> Query {
        """
        delete from unknown_series where tenant_id = \(tenant) and series in (
            select series from unknown_series where tenant_id = \(tenant)
            order by last_seen desc, series offset \(keptMaximum))
        """
    }

    /// The latest, the newest first.
    static func list(_ tenant: TenantID) -> Query {
        """
        select series, reason, count, first_seen, last_seen from unknown_series where tenant_id = \(tenant)
        order by last_seen desc, series limit \(keptMaximum)
        """
    }

    /// Forgets the series, because definitions have changed: what is still unknown will come again.
    static func clear(_ tenant: TenantID) -> Query {
        "delete from unknown_series where tenant_id = \(tenant)"
    }
}
