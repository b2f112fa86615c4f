import Contracts
import Foundation
import Postgres
import Terms

/// SQL of `maintenance`.
enum MaintenanceStore {
    private static let columns: Query = """
        id, service_id, service_key, components, kind, starts_at, ends_at, title, announced_at, proof, state, covered, \
        announced_by, version, created_at, updated_at
        """

    /// One maintenance.
    static func find(_ id: MaintenanceID, of tenant: TenantID) -> Query {
        "select \(columns) from maintenance where tenant_id = \(tenant) and id = \(id)"
    }

    /// The maintenance of services that overlaps their stretches of time, in whatever state.
    static func overlapping(_ wanted: [ServiceStretch], of tenant: TenantID) -> Query {
        """
        select \(columns) from unnest(\(wanted.services), \(wanted.starts), \(wanted.ends)) as w (wanted, first, last)
        cross join lateral (
            select * from maintenance
            where tenant_id = \(tenant) and service_id = wanted and starts_at < last and ends_at > first
            offset 0
        ) as found
        order by starts_at, id
        """
    }

    /// What a list shows.
    struct Filter: Sendable {
        var service: ServiceID?
        /// The services that the caller may see; nil for all.
        var services: [ServiceID]?
        var state: MaintenanceResource.State?
        var from: Instant?
        var to: Instant?
    }

    /// A page, the newest recorded first.
    static func page(_ filter: Filter, after: UUID?, limit: Int, of tenant: TenantID) -> Query {
        var query: Query = "select \(columns) from maintenance where tenant_id = \(tenant)"
        if let service = filter.service { query += " and service_id = \(service)" }
        if let services = filter.services { query += " and service_id = any(\(services))" }
        if let state = filter.state { query += " and state = \(state.rawValue)" }
        if let from = filter.from { query += " and ends_at > \(from)" }
        if let to = filter.to { query += " and starts_at < \(to)" }
        return query.newestFirst(after: after, limit: limit)
    }

    /// What goes on or lies ahead, the first to begin first, and how many there are of it: two queries.
    static func ahead(_ services: [ServiceID]?, at now: Instant, limit: Int, of tenant: TenantID) -> [Query] {
        var conditions: Query = """
             from maintenance
            where tenant_id = \(tenant) and ends_at > \(now) and state in ('announced', 'in_progress')
            """
        if let services { conditions += " and service_id = any(\(services))" }
        return ["select \(columns)" + conditions + " order by starts_at, id limit \(limit)", "select count(*)" + conditions]
    }

    /// What ends after an instant, in whatever state, the last to end first.
    static func ending(after instant: Instant, limit: Int, of tenant: TenantID) -> Query {
        """
        select \(columns) from maintenance where tenant_id = \(tenant) and ends_at > \(instant)
        order by ends_at desc, id limit \(limit)
        """
    }

    /// The maintenance whose state changes by itself by now, locked.
    static func due(_ now: Instant, of tenant: TenantID) -> Query {
        """
        select \(columns) from maintenance where tenant_id = \(tenant) and due_at <= \(now)
        order by due_at limit 500 for update
        """
    }

    /// The tenants that have such maintenance. For the worker's role.
    static func dueTenants(_ now: Instant) -> Query {
        "select distinct tenant_id from maintenance where due_at <= \(now) limit 1000"
    }

    /// Reads rows.
    static func decode(_ rows: Rows) throws -> [MaintenanceResource] {
        try rows.map(decode)
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> MaintenanceResource {
        let value = try row.decode(
            (
                MaintenanceID, ServiceID, String, [String]?, String, Instant, Instant, String, Instant, String?, String, String,
                String, Int64, Instant, Instant
            ).self)
        return MaintenanceResource(
            id: value.0, service: value.1, serviceKey: value.2, components: value.3,
            kind: MaintenanceResource.Kind(rawValue: value.4) ?? .emergency, from: value.5, to: value.6, title: value.7,
            announcedAt: value.8, proof: value.9, state: MaintenanceResource.State(rawValue: value.10) ?? .cancelled,
            covered: try PledgeJSON.decode(from: value.11), announcedBy: value.12, version: value.13, createdAt: value.14,
            updatedAt: value.15)
    }

    /// Writes maintenance in place of what was there.
    static func write(_ item: MaintenanceResource, of tenant: TenantID) throws -> Query {
        """
        insert into maintenance (tenant_id, \(columns), due_at)
        values (\(tenant), \(item.id), \(item.service), \(item.serviceKey), \(item.components), \(item.kind.rawValue), \
        \(item.from), \(item.to), \(item.title), \(item.announcedAt), \(item.proof), \(item.state.rawValue), \
        \(try PledgeJSON.encodeText(item.covered)), \(item.announcedBy), \(item.version), \(item.createdAt), \
        \(item.updatedAt), \(MaintenanceRules.nextChange(item)))
        on conflict (tenant_id, id) do update
        set starts_at = excluded.starts_at, ends_at = excluded.ends_at, title = excluded.title, state = excluded.state,
            covered = excluded.covered, version = excluded.version, updated_at = excluded.updated_at, due_at = excluded.due_at
        """
    }
}
