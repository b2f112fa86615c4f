import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `services`.
enum ServiceStore {
    private static let columns: Query = "id, key, name, components, tree, revision, created_at, updated_at"

    /// Adds a service.
    static func insert(_ service: ServiceState, of tenant: TenantID, by principal: String) throws -> Query {
        """
        insert into services (tenant_id, \(columns), created_by, updated_by)
        values (\(tenant), \(service.id), \(service.key), \(service.name), \(try JSONText(encoding: service.components)),
            \(try JSONText(encoding: service.tree)), \(service.revision), \(service.createdAt), \(service.updatedAt),
            \(principal), \(principal))
        """
    }

    /// Writes a changed service.
    static func update(_ service: ServiceState, by principal: String) throws -> Query {
        """
        update services set key = \(service.key), name = \(service.name),
            components = \(try JSONText(encoding: service.components)), tree = \(try JSONText(encoding: service.tree)),
            revision = \(service.revision), updated_at = \(service.updatedAt), updated_by = \(principal)
        where id = \(service.id)
        """
    }

    /// One service; for a customer only if it subscribes to it.
    static func find(_ id: ServiceID, visibleTo customer: CustomerID? = nil) -> Query {
        "select \(columns) from services where id = \(id)" + visible(to: customer)
    }

    /// A page of services; for a customer those that it subscribes to.
    static func page(key: String?, visibleTo customer: CustomerID?, after: UUID?, limit: Int) -> Query {
        var query: Query = "select \(columns) from services where true"
        if let key { query += " and key = \(key)" }
        query += visible(to: customer)
        if let after { query += " and id > \(after)" }
        return query + " order by id limit \(limit)"
    }

    /// All services of the tenant but one.
    static func others(than id: ServiceID) -> Query {
        "select \(columns) from services where id <> \(id)"
    }

    /// Ids, keys and component keys of the services with one of these keys.
    static func named(_ keys: [String]) -> Query {
        """
        select id, key, array(select jsonb_array_elements(components) ->> 'key') from services where key = any (\(keys))
        """
    }

    /// One change of a tenant's catalogue at a time: selectors of all its services are compared.
    static func lockCatalogue(of tenant: TenantID) -> Query {
        "select pg_advisory_xact_lock(hashtextextended(\("catalogue:\(tenant)"), 0))"
    }

    private static func visible(to customer: CustomerID?) -> Query {
        guard let customer else { return "" }
        return " and exists (select from subscriptions s where s.service_id = services.id and s.customer_id = \(customer))"
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> ServiceState {
        let (id, key, name, components, tree, revision, createdAt, updatedAt) = try row.decode(
            (ServiceID, String, String, JSONText, JSONText, Int64, Instant, Instant).self)
        return ServiceState(
            id: id, key: key, name: name, components: try components.decode(), tree: try tree.decode(), revision: revision,
            createdAt: createdAt, updatedAt: updatedAt)
    }
}
