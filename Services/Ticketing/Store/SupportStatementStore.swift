import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `support_statements`, their revisions, and the work of making them.
enum SupportStatementStore {
    /// Has a month's statement made when the month is over, or now where it is. Of a month that runs it is due at its end
    /// already; that is left alone, so that those who change tickets do not wait for each other.
    static func schedule(_ month: SupportMonth, at now: Instant, of tenant: TenantID) -> Query {
        guard now < month.interval.end else { return write(month, due: now, of: tenant) }
        return insert(month, due: month.interval.end, of: tenant) + " on conflict do nothing"
    }

    /// Has a month's statement settle when its time has come.
    static func settle(_ month: SupportMonth, of tenant: TenantID) -> Query {
        write(month, due: month.settlesAt, of: tenant)
    }

    private static func insert(_ month: SupportMonth, due: Instant, of tenant: TenantID) -> Query {
        """
        insert into support_statement_work (tenant_id, customer_id, agreement_id, month, month_start, month_end, due_at)
        values (\(tenant), \(month.customer), \(month.agreement), \(month.label), \(month.interval.start),
            \(month.interval.end), \(due))
        """
    }

    private static func write(_ month: SupportMonth, due: Instant, of tenant: TenantID) -> Query {
        insert(month, due: due, of: tenant) + """
             on conflict (tenant_id, customer_id, agreement_id, month_start) do update
            set due_at = least(support_statement_work.due_at, excluded.due_at)
            """
    }

    /// When the next one must be made. For the worker's role.
    static let nextDue: Query = "select min(due_at) from support_statement_work"

    /// The tenants with statements to be made by now. For the worker's role.
    static func due(at now: Instant, limit: Int) -> Query {
        "select distinct tenant_id from support_statement_work where due_at <= \(now) limit \(limit)"
    }

    /// Takes one that is to be made by now, so that nobody else does; nothing when there is none.
    static func take(at now: Instant, _ tenant: TenantID) -> Query {
        """
        delete from support_statement_work where (tenant_id, customer_id, agreement_id, month_start) = (
            select tenant_id, customer_id, agreement_id, month_start from support_statement_work
            where tenant_id = \(tenant) and due_at <= \(now) order by due_at limit 1 for update skip locked)
        returning customer_id, agreement_id, month, month_start, month_end
        """
    }

    /// Reads what was taken.
    static func decodeWork(_ row: Row) throws -> SupportMonth {
        let (customer, agreement, label, start, end) = try row.decode((CustomerID, AgreementID, String, Instant, Instant).self)
        return SupportMonth(customer: customer, agreement: agreement, label: label, interval: Interval(start, end))
    }

    /// The verdicts that stand and fell in a month. Instants are RFC 3339 in UTC, which is in order of time as text.
    static func verdicts(_ month: SupportMonth, of tenant: TenantID) -> Query {
        """
        select t.id, c.state from ticket_clocks c join tickets t on t.tenant_id = c.tenant_id and t.id = c.ticket_id
        where c.tenant_id = \(tenant) and c.state #>> '{verdict,at}' >= \(month.interval.start.description)
            and c.state #>> '{verdict,at}' < \(month.interval.end.description) and t.customer_id = \(month.customer)
            and t.state -> 'terms' ->> 'agreement' = \(month.agreement.description)
        """
    }

    /// Reads verdicts.
    static func decodeVerdicts(_ rows: Rows) throws -> [SupportTally.Judged] {
        try rows.decode((TicketID, JSONText).self).compactMap { ticket, state in
            let machine: ClockMachine = try state.decode()
            return machine.verdict.map { .init(ticket: ticket, measure: machine.measure, verdict: $0) }
        }
    }

    /// The tickets that were opened in a month.
    static func tickets(_ month: SupportMonth, of tenant: TenantID) -> Query {
        """
        select state from tickets where tenant_id = \(tenant) and customer_id = \(month.customer)
            and state ->> 'opened_at' >= \(month.interval.start.description)
            and state ->> 'opened_at' < \(month.interval.end.description)
            and state -> 'terms' ->> 'agreement' = \(month.agreement.description)
        """
    }

    /// The statement of a month, if it is kept.
    static func find(_ month: SupportMonth, of tenant: TenantID) -> Query {
        """
        select state from support_statements where tenant_id = \(tenant) and customer_id = \(month.customer)
            and agreement_id = \(month.agreement) and month_start = \(month.interval.start)
        """
    }

    /// One statement that the caller may see.
    static func find(_ id: SupportStatementID, visibleTo customer: CustomerID?, of tenant: TenantID) -> Query {
        let query: Query = "select state from support_statements where tenant_id = \(tenant) and id = \(id)"
        guard let customer else { return query }
        return query + " and customer_id = \(customer)"
    }

    /// A page, the newest first.
    static func page(of customer: CustomerID?, month: String?, after: UUID?, limit: Int, _ tenant: TenantID) -> Query {
        var query: Query = "select state from support_statements where tenant_id = \(tenant)"
        if let customer { query += " and customer_id = \(customer)" }
        if let month { query += " and month = \(month)" }
        return query.newestFirst(after: after, limit: limit)
    }

    /// Every revision of a statement, the newest first.
    static func revisions(of id: SupportStatementID, _ tenant: TenantID) -> Query {
        """
        select state from support_statement_revisions where tenant_id = \(tenant) and id = \(id) order by revision desc
        """
    }

    /// Reads a statement.
    static func decode(_ row: Row) throws -> SupportStatementResource {
        try row.decode(JSONText.self).decode()
    }

    /// Keeps a statement in place of what was there.
    static func write(_ item: SupportStatementResource, of tenant: TenantID) throws -> Query {
        """
        insert into support_statements (tenant_id, id, customer_id, agreement_id, month, month_start, state)
        values (\(tenant), \(item.id), \(item.customer), \(item.agreement), \(item.month), \(item.from),
            \(try JSONText(encoding: item)))
        on conflict (tenant_id, id) do update set state = excluded.state
        """
    }

    /// Keeps a revision beside the others.
    static func revise(_ item: SupportStatementResource, of tenant: TenantID) throws -> Query {
        """
        insert into support_statement_revisions (tenant_id, id, revision, state)
        values (\(tenant), \(item.id), \(Int32(clamping: item.revision)), \(try JSONText(encoding: item)))
        """
    }
}
