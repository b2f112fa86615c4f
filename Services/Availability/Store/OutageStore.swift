import Contracts
import Foundation
import Postgres
import Terms

/// SQL of `outages`.
enum OutageStore {
    private static let columns: Query = """
        id, service_id, component, starts_at, ends_at, state, sources, components, version, created_at, updated_at, customers, \
        affected_percent, declared_as
        """

    /// The outages of a service and of its components that overlap or touch a stretch of time, without withdrawn ones and those
    /// of which no timeline tells.
    static func touching(_ stretch: Interval, service: ServiceID, of tenant: TenantID) -> Query {
        """
        select \(columns) from outages
        where tenant_id = \(tenant) and service_id = \(service) and state <> 'withdrawn'
            and starts_at <= \(stretch.end) and ends_at >= \(stretch.start)
            and declared_as is null
        """
    }

    /// The outages of which no timeline tells that were declared by these names.
    static func declared(_ keys: [DeclaredOutage.Key], of tenant: TenantID) -> Query {
        """
        select \(columns) from unnest(\(keys.map(\.service)), \(keys.map(\.component)), \(keys.map(\.id))) \
        as wanted (wanted_service, wanted_component, wanted_id)
        join outages on tenant_id = \(tenant) and service_id = wanted_service and component = wanted_component
            and declared_as = wanted_id
        """
    }

    /// One outage.
    static func find(_ id: OutageID, of tenant: TenantID) -> Query {
        "select \(columns) from outages where tenant_id = \(tenant) and id = \(id)"
    }

    /// What a list shows.
    struct Filter: Sendable {
        var service: ServiceID?
        /// The services that the caller may see; nil for all.
        var services: [ServiceID]?
        /// The customer whose people see it: of those that touched some customers only its own; nil for all.
        var customer: CustomerID?
        var component: String?
        var scope: OutageResource.Scope?
        var from: Instant?
        var to: Instant?
        var open: Bool?
    }

    /// A page, the newest recorded first.
    static func page(_ filter: Filter, after: UUID?, limit: Int, of tenant: TenantID) -> Query {
        let query = "select \(columns) from outages" + conditions(filter, of: tenant)
        return query.newestFirst(after: after, limit: limit)
    }

    /// How many there are.
    static func count(_ filter: Filter, of tenant: TenantID) -> Query {
        "select count(*) from outages" + conditions(filter, of: tenant)
    }

    private static func conditions(_ filter: Filter, of tenant: TenantID) -> Query {
        var query: Query = " where tenant_id = \(tenant)"
        if let service = filter.service { query += " and service_id = \(service)" }
        if let services = filter.services { query += " and service_id = any(\(services))" }
        if let customer = filter.customer { query += " and (customers is null or \(customer) = any(customers))" }
        if let component = filter.component { query += " and component = \(component)" }
        switch filter.scope {
        case .component: query += " and component is not null"
        case .service: query += " and component is null"
        case nil: break
        }
        if let from = filter.from { query += " and ends_at > \(from)" }
        if let to = filter.to { query += " and starts_at < \(to)" }
        switch filter.open {
        case true: query += " and state = 'open'"
        case false: query += " and state <> 'open'"
        case nil: break
        }
        return query
    }

    /// The components that maintenance is about and that were down for everybody in the second in which it ended, and in the
    /// one before.
    static func componentsDown(through maintenance: MaintenanceResource, of tenant: TenantID) -> Query {
        var query: Query = """
            select distinct component from outages
            where tenant_id = \(tenant) and service_id = \(maintenance.service) and component is not null
                and declared_as is null
                and state <> 'withdrawn' and starts_at < \(maintenance.to) and ends_at > \(maintenance.to)
            """
        if let components = maintenance.components { query += " and component = any(\(components))" }
        return query + " order by component"
    }

    /// The open outages that have ended by themselves, locked.
    static func due(_ now: Instant, of tenant: TenantID) -> Query {
        """
        select \(columns) from outages where tenant_id = \(tenant) and state = 'open' and ends_at <= \(now)
        order by ends_at limit 500 for update
        """
    }

    /// The tenants that have such outages. For the worker's role.
    static func dueTenants(_ now: Instant) -> Query {
        "select distinct tenant_id from outages where state = 'open' and ends_at <= \(now) limit 1000"
    }

    /// Reads rows.
    static func decode(_ rows: Rows) throws -> [StoredOutage] {
        try rows.decode(
            (
                OutageID, ServiceID, String?, Instant, Instant, String, [String], [String], Int64, Instant, Instant,
                [CustomerID]?, String?, String?
            ).self
        ).map { row in
            StoredOutage(
                id: row.0, service: row.1, component: row.2, startedAt: row.3, endsAt: row.4,
                state: OutageResource.State(rawValue: row.5) ?? .withdrawn, sources: row.6, components: row.7, version: row.8,
                createdAt: row.9, updatedAt: row.10, customers: row.11, affectedPercent: row.12.flatMap(Percent.init),
                declaredAs: row.13)
        }
    }

    /// Writes outages in place of those of the same ids. Lists travel as text with a separator that no key has: Postgres has
    /// no arrays of arrays of different lengths.
    static func write(_ outages: [StoredOutage], of tenant: TenantID) -> Query {
        """
        insert into outages (tenant_id, \(columns))
        select \(tenant), new.id, new.service_id, new.component, new.starts_at, new.ends_at, new.state,
            string_to_array(new.sources, ','), string_to_array(new.components, ','), new.version, new.created_at, new.updated_at,
            string_to_array(new.customers, ',')::uuid[], new.affected_percent,
            new.declared_as
        from unnest(\(outages.map(\.id)), \(outages.map(\.service)), \(outages.map(\.component)), \
        \(outages.map(\.startedAt)), \(outages.map(\.endsAt)), \(outages.map(\.state.rawValue)), \
        \(outages.map { $0.sources.joined(separator: ",") }), \(outages.map { $0.components.joined(separator: ",") }), \
        \(outages.map(\.version)), \(outages.map(\.createdAt)), \(outages.map(\.updatedAt)), \
        \(outages.map { $0.customers?.joinedIDs }), \(outages.map { $0.affectedPercent?.description }), \
        \(outages.map(\.declaredAs))) \
        as new (id, service_id, component, starts_at, ends_at, state, sources, components, version, created_at, updated_at,
            customers, affected_percent, declared_as)
        on conflict (tenant_id, id) do update
        set starts_at = excluded.starts_at, ends_at = excluded.ends_at, state = excluded.state, sources = excluded.sources,
            components = excluded.components, version = excluded.version, updated_at = excluded.updated_at,
            customers = excluded.customers, affected_percent = excluded.affected_percent
        """
    }
}
