import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `members`.
enum MemberStore {
    private static let columns: Query = "id, customer_id, name, email, role, time_zone, revision, created_at, updated_at"

    /// Adds a member.
    static func insert(_ member: MemberState, of tenant: TenantID, by principal: String) -> Query {
        """
        insert into members (tenant_id, \(columns), created_by, updated_by)
        values (\(tenant), \(member.id), \(member.customer), \(member.name), \(member.email), \(member.role.rawValue),
            \(member.timeZone), \(member.revision), \(member.createdAt), \(member.updatedAt), \(principal), \(principal))
        """
    }

    /// Writes a changed member.
    static func update(_ member: MemberState, by principal: String) -> Query {
        """
        update members set name = \(member.name), email = \(member.email), role = \(member.role.rawValue),
            time_zone = \(member.timeZone), revision = \(member.revision), updated_at = \(member.updatedAt),
            updated_by = \(principal)
        where id = \(member.id)
        """
    }

    /// Removes a member.
    static func delete(_ id: MemberID) -> Query {
        "delete from members where id = \(id)"
    }

    /// One member of a customer.
    static func find(_ id: MemberID, of customer: CustomerID) -> Query {
        "select \(columns) from members where id = \(id) and customer_id = \(customer)"
    }

    /// A page of a customer's members.
    static func page(of customer: CustomerID, after: UUID?, limit: Int) -> Query {
        var query: Query = "select \(columns) from members where customer_id = \(customer)"
        if let after { query += " and id > \(after)" }
        return query + " order by id limit \(limit)"
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> MemberState {
        let (id, customer, name, email, role, timeZone, revision, createdAt, updatedAt) = try row.decode(
            (MemberID, CustomerID, String, String, String, String?, Int64, Instant, Instant).self)
        return MemberState(
            id: id, customer: customer, name: name, email: email, role: role == Role.owner.rawValue ? .owner : .member,
            timeZone: timeZone, revision: revision, createdAt: createdAt, updatedAt: updatedAt)
    }
}
