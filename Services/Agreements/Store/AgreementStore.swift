import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `agreements`.
enum AgreementStore {
    private static let columns: Query = "id, key, title, revision, created_at, updated_at"

    /// Adds an agreement.
    static func insert(_ agreement: AgreementState, of tenant: TenantID, by principal: String) -> Query {
        """
        insert into agreements (tenant_id, \(columns), created_by, updated_by)
        values (\(tenant), \(agreement.id), \(agreement.key), \(agreement.title), \(agreement.revision), \(agreement.createdAt),
            \(agreement.updatedAt), \(principal), \(principal))
        """
    }

    /// Writes a changed agreement.
    static func update(_ agreement: AgreementState, by principal: String) -> Query {
        """
        update agreements set title = \(agreement.title), revision = \(agreement.revision), updated_at = \(agreement.updatedAt),
            updated_by = \(principal)
        where id = \(agreement.id)
        """
    }

    /// One agreement; for a customer only if it subscribes under it.
    static func find(_ id: AgreementID, visibleTo customer: CustomerID? = nil) -> Query {
        "select \(columns) from agreements where id = \(id)" + visible(to: customer)
    }

    /// A page of agreements; for a customer those that it subscribes under.
    static func page(key: String?, visibleTo customer: CustomerID?, after: UUID?, limit: Int) -> Query {
        var query: Query = "select \(columns) from agreements where true"
        if let key { query += " and key = \(key)" }
        query += visible(to: customer)
        if let after { query += " and id > \(after)" }
        return query + " order by id limit \(limit)"
    }

    private static func visible(to customer: CustomerID?) -> Query {
        guard let customer else { return "" }
        return " and exists (select from subscriptions s where s.agreement_id = agreements.id and s.customer_id = \(customer))"
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> AgreementState {
        let (id, key, title, revision, createdAt, updatedAt) = try row.decode(
            (AgreementID, String, String, Int64, Instant, Instant).self)
        return AgreementState(id: id, key: key, title: title, revision: revision, createdAt: createdAt, updatedAt: updatedAt)
    }
}
