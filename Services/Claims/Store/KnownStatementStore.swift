import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `known_statements`.
enum KnownStatementStore {
    private static let columns: Query = "body, counted_down, told_at"

    /// Keeps a revision, and that it is final; nothing changes when a later one is kept already.
    static func keep(
        _ statement: StatementResource, _ countedDown: CountedDowntime?, at now: Instant, of tenant: TenantID
    ) throws -> Query {
        let down = try PledgeJSON.encodeText(countedDown ?? CountedDowntime(IntervalSet([])))
        return """
            insert into known_statements (tenant_id, id, agreement_id, version, commitment, service_id, window_start, window_end,
                revision, is_final, told_at, body, counted_down)
            values (\(tenant), \(statement.id), \(statement.agreement), \(Int32(clamping: statement.agreementVersion)),
                \(statement.commitment), \(statement.service), \(statement.window.from), \(statement.window.to),
                \(Int32(clamping: statement.revision)), \(statement.state == .final), \(now),
                \(try PledgeJSON.encodeText(statement)), \(down))
            on conflict (tenant_id, id) do update
            set revision = excluded.revision, is_final = excluded.is_final, told_at = excluded.told_at, body = excluded.body,
                counted_down = excluded.counted_down
            where (known_statements.revision, known_statements.is_final) < (excluded.revision, excluded.is_final)
            """
    }

    /// The statement of this id.
    static func find(_ id: StatementID, of tenant: TenantID) -> Query {
        "select \(columns) from known_statements where tenant_id = \(tenant) and id = \(id)"
    }

    /// The statements of these ids.
    static func find(_ ids: [StatementID], of tenant: TenantID) -> Query {
        "select \(columns) from known_statements where tenant_id = \(tenant) and id = any(\(ids))"
    }

    /// The statement of a promise and a window.
    static func find(
        _ agreement: AgreementID, version: Int, commitment: String, service: ServiceID, window: Interval, of tenant: TenantID
    ) -> Query {
        """
        select \(columns) from known_statements
        where tenant_id = \(tenant) and agreement_id = \(agreement) and version = \(Int32(clamping: version))
            and commitment = \(commitment) and service_id = \(service) and window_end = \(window.end)
            and window_start = \(window.start)
        """
    }

    /// The statements that are one customer's own, over a window or parts of it, whichever version judges them.
    static func own(
        under agreement: AgreementID, commitment: String, service: ServiceID, within window: Interval, of tenant: TenantID
    ) -> Query {
        """
        select \(columns) from known_statements
        where tenant_id = \(tenant) and agreement_id = \(agreement) and commitment = \(commitment)
            and service_id = \(service) and window_end > \(window.start) and window_end <= \(window.end)
            and window_start >= \(window.start) and body::json ->> 'customer' is not null
        order by window_start, id
        """
    }

    /// The latest statements under an agreement that have settled and missed.
    static func missed(under agreement: AgreementID, limit: Int, of tenant: TenantID) -> Query {
        """
        select \(columns) from known_statements
        where tenant_id = \(tenant) and agreement_id = \(agreement) and is_final and body::json ->> 'verdict' = 'missed'
        order by window_end desc, id limit \(limit)
        """
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> KnownStatement {
        let (body, down, toldAt) = try row.decode((String, String, Instant).self)
        return KnownStatement(
            resource: try PledgeJSON.decode(from: body), countedDown: try PledgeJSON.decode(from: down), toldAt: toldAt)
    }
}
