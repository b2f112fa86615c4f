import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `claims`.
enum ClaimStore {
    private static let openStates = ClaimState.allCases.filter { $0 == .drafted || $0.isOpen }.map(\.rawValue)

    /// Writes a claim as it is now.
    static func write(_ claim: ClaimResource, of tenant: TenantID) throws -> Query {
        let lapses = claim.state == .drafted ? claim.verdicts.timeliness.lastSecond?.advanced(by: 1) : nil
        return """
            insert into claims (tenant_id, id, customer_id, agreement_id, version, commitment, service_id, window_start,
                window_end, statement_id, state, is_flagged, contributors, decided_by, lapses_at, review_due_at, overdue_since,
                revision, body, created_at, updated_at, ticket_id)
            values (\(tenant), \(claim.id), \(claim.customer), \(claim.agreement), \(Int32(clamping: claim.agreementVersion)),
                \(claim.commitment), \(claim.service), \(claim.window.from), \(claim.window.to), \(claim.statement),
                \(claim.state.rawValue), \(claim.reevaluation?.isFlagged ?? false), \(claim.contributors),
                \(claim.decision?.decidedBy), \(lapses), \(claim.review?.dueAt), \(claim.review?.overdueSince),
                \(claim.version), \(try PledgeJSON.encodeText(claim)), \(claim.createdAt), \(claim.updatedAt), \(claim.ticket))
            on conflict (tenant_id, id) do update
            set statement_id = excluded.statement_id, state = excluded.state, is_flagged = excluded.is_flagged,
                contributors = excluded.contributors, decided_by = excluded.decided_by, lapses_at = excluded.lapses_at,
                review_due_at = excluded.review_due_at, overdue_since = excluded.overdue_since, revision = excluded.revision,
                body = excluded.body, updated_at = excluded.updated_at, ticket_id = excluded.ticket_id
            """
    }

    /// One claim; for a customer only its own.
    static func find(_ id: ClaimID, visibleTo customer: CustomerID? = nil, of tenant: TenantID) -> Query {
        var query: Query = "select body from claims where tenant_id = \(tenant) and id = \(id)"
        if let customer { query += " and customer_id = \(customer)" }
        return query
    }

    /// What a list of claims can be narrowed to.
    struct Filter: Sendable {
        var customer: CustomerID?
        var state: ClaimState?
        var agreement: AgreementID?
        var statement: StatementID?
        var ticket: TicketID?
        var isFlagged: Bool?
    }

    /// A page, the newest first.
    static func page(_ filter: Filter, after: UUID?, limit: Int, of tenant: TenantID) -> Query {
        var query: Query = "select body from claims where tenant_id = \(tenant)"
        if let customer = filter.customer { query += " and customer_id = \(customer)" }
        if let state = filter.state { query += " and state = \(state.rawValue)" }
        if let agreement = filter.agreement { query += " and agreement_id = \(agreement)" }
        if let statement = filter.statement { query += " and statement_id = \(statement)" }
        if let ticket = filter.ticket { query += " and ticket_id = \(ticket)" }
        if let isFlagged = filter.isFlagged { query += " and is_flagged = \(isFlagged)" }
        return query.newestFirst(after: after, limit: limit)
    }

    /// The claims that wait for an answer, the first due first, and how many there are and are overdue: two queries.
    static func undecided(of customer: CustomerID?, limit: Int, _ tenant: TenantID) -> [Query] {
        var conditions: Query = " from claims where tenant_id = \(tenant) and state = 'under_review'"
        if let customer { conditions += " and customer_id = \(customer)" }
        return [
            "select body" + conditions + " order by review_due_at nulls last, id limit \(limit)",
            "select count(*), count(overdue_since)" + conditions,
        ]
    }

    /// Every claim on a promise and a window, of all customers or of one.
    static func all(
        of agreement: AgreementID, commitment: String, service: ServiceID, window: Interval, customer: CustomerID? = nil,
        _ tenant: TenantID
    ) -> Query {
        var query: Query = """
            select body from claims
            where tenant_id = \(tenant) and agreement_id = \(agreement) and commitment = \(commitment)
                and service_id = \(service) and window_end = \(window.end) and window_start = \(window.start)
            """
        if let customer { query += " and customer_id = \(customer)" }
        return query + " order by id"
    }

    /// Every claim on a promise whose window is, or holds, a statement's.
    static func about(
        _ agreement: AgreementID, commitment: String, service: ServiceID, window: Interval, _ tenant: TenantID
    ) -> Query {
        """
        select body from claims
        where tenant_id = \(tenant) and agreement_id = \(agreement) and commitment = \(commitment)
            and service_id = \(service) and window_end >= \(window.end) and window_start <= \(window.start)
        order by id
        """
    }

    /// The claims of a customer that are not decided.
    static func open(of customer: CustomerID, _ tenant: TenantID) -> Query {
        """
        select body from claims
        where tenant_id = \(tenant) and customer_id = \(customer) and state = any(\(openStates)) order by id
        """
    }

    /// The tenants with drafts that lapse, or reviews that are overdue. For the worker's role.
    static func dueTenants(at now: Instant, limit: Int) -> Query {
        """
        select distinct tenant_id from claims
        where (state = 'drafted' and lapses_at <= \(now))
            or (overdue_since is null and review_due_at < \(now)
                and state in ('needs_evidence', 'awaiting_window', 'under_review'))
        limit \(limit)
        """
    }

    /// When the next draft lapses, or the next review is overdue: a second after its last. For the worker's role.
    static let nextDue: Query = """
        select least(
            (select min(lapses_at) from claims where state = 'drafted'),
            (select min(review_due_at) + interval '1 second' from claims where overdue_since is null
                and state in ('needs_evidence', 'awaiting_window', 'under_review')))
        """

    /// Takes a tenant's claims that are due and that no other replica has.
    static func due(at now: Instant, limit: Int, of tenant: TenantID) -> Query {
        """
        select body from claims
        where tenant_id = \(tenant) and ((state = 'drafted' and lapses_at <= \(now))
            or (overdue_since is null and review_due_at < \(now)
                and state in ('needs_evidence', 'awaiting_window', 'under_review')))
        order by id limit \(limit) for update skip locked
        """
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> ClaimResource {
        try PledgeJSON.decode(from: try row.decode(String.self))
    }
}
