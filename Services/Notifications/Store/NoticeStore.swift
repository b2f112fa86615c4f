import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `notices` and `notice_customers`.
enum NoticeStore {
    private static let columns: Query = """
        id, kind, agreement_id, version, maintenance_id,
        array(select c.customer_id from notice_customers c where c.tenant_id = n.tenant_id and c.notice_id = n.id order by 1),
        channel, given_at, recipient, text_hash, recorded_by, created_at
        """

    /// Adds a notice; one that is there stays as it is.
    static func insert(_ notice: NoticeResource, of tenant: TenantID) -> [Query] {
        [
            """
            insert into notices (tenant_id, id, kind, agreement_id, version, maintenance_id, channel, given_at, recipient, text,
                text_hash, recorded_by, created_at)
            values (\(tenant), \(notice.id), \(notice.kind.rawValue), \(notice.agreement), \(notice.version),
                \(notice.maintenance), \(notice.channel), \(notice.givenAt), \(notice.recipient), \(notice.text),
                \(notice.textHash), \(notice.recordedBy), \(notice.createdAt))
            on conflict (tenant_id, id) do nothing
            """,
            """
            insert into notice_customers (tenant_id, notice_id, customer_id)
            select \(tenant), \(notice.id), customer_id from unnest(\(notice.customers)) as c (customer_id)
            on conflict do nothing
            """,
        ]
    }

    /// One notice with its text; for a customer only if it was told.
    static func find(_ id: NoticeID, visibleTo customer: CustomerID?, of tenant: TenantID) -> Query {
        "select \(columns), text from notices n where tenant_id = \(tenant) and id = \(id)" + told(customer)
    }

    /// What a list of notices can be narrowed to.
    struct Filter: Sendable {
        var kind: NoticeResource.Kind?
        var agreement: AgreementID?
        var version: Int?
        var maintenance: MaintenanceID?
        var customer: CustomerID?
    }

    /// A page without texts, the newest recorded first.
    static func page(_ filter: Filter, after: UUID?, limit: Int, of tenant: TenantID) -> Query {
        var query: Query = "select \(columns), null::text from notices n where tenant_id = \(tenant)"
        if let kind = filter.kind { query += " and kind = \(kind.rawValue)" }
        if let agreement = filter.agreement { query += " and agreement_id = \(agreement)" }
        if let version = filter.version { query += " and version = \(version)" }
        if let maintenance = filter.maintenance { query += " and maintenance_id = \(maintenance)" }
        query += told(filter.customer)
        return query.newestFirst(after: after, limit: limit)
    }

    private static func told(_ customer: CustomerID?) -> Query {
        guard let customer else { return "" }
        return """
             and exists (select from notice_customers c
                where c.tenant_id = n.tenant_id and c.notice_id = n.id and c.customer_id = \(customer))
            """
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> NoticeResource {
        let (
            id, kind, agreement, version, maintenance, customers, channel, givenAt, recipient, textHash, recordedBy, createdAt,
            text
        ) = try row.decode(
            (
                NoticeID, String, AgreementID?, Int?, MaintenanceID?, [CustomerID], String, Instant, String?, String, String,
                Instant, String?
            ).self)
        return NoticeResource(
            id: id, kind: NoticeResource.Kind(rawValue: kind) ?? .changeOfTerms, agreement: agreement, version: version,
            maintenance: maintenance, customers: customers, channel: channel, givenAt: givenAt, recipient: recipient, text: text,
            textHash: textHash, recordedBy: recordedBy, createdAt: createdAt)
    }
}
