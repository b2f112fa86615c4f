import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `customers`.
enum CustomerStore {
    private static let columns: Query = "id, key, name, time_zone, contact_email, revision, created_at, updated_at"

    /// Adds a customer.
    static func insert(_ customer: CustomerState, of tenant: TenantID, by principal: String) -> Query {
        """
        insert into customers (tenant_id, \(columns), created_by, updated_by)
        values (\(tenant), \(customer.id), \(customer.key), \(customer.name), \(customer.timeZone), \(customer.contactEmail),
            \(customer.revision), \(customer.createdAt), \(customer.updatedAt), \(principal), \(principal))
        """
    }

    /// Writes a changed customer.
    static func update(_ customer: CustomerState, by principal: String) -> Query {
        """
        update customers set key = \(customer.key), name = \(customer.name), time_zone = \(customer.timeZone),
            contact_email = \(customer.contactEmail), revision = \(customer.revision), updated_at = \(customer.updatedAt),
            updated_by = \(principal)
        where id = \(customer.id)
        """
    }

    /// Removes a customer with its members, keys and subscriptions.
    static func delete(_ id: CustomerID) -> Query {
        "delete from customers where id = \(id)"
    }

    /// One customer.
    static func find(_ id: CustomerID) -> Query {
        "select \(columns) from customers where id = \(id)"
    }

    /// A page of customers: all, the one with `key`, or a caller's own.
    static func page(key: String?, only: CustomerID?, after: UUID?, limit: Int) -> Query {
        var query: Query = "select \(columns) from customers where true"
        if let key { query += " and key = \(key)" }
        if let only { query += " and id = \(only)" }
        if let after { query += " and id > \(after)" }
        return query + " order by id limit \(limit)"
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> CustomerState {
        let (id, key, name, timeZone, contactEmail, revision, createdAt, updatedAt) = try row.decode(
            (CustomerID, String, String, String?, String?, Int64, Instant, Instant).self)
        return CustomerState(
            id: id, key: key, name: name, timeZone: timeZone, contactEmail: contactEmail, revision: revision,
            createdAt: createdAt, updatedAt: updatedAt)
    }
}
