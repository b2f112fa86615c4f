import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `tickets` and `ticket_events`.
enum TicketStore {
    /// A ticket that the caller may see.
    static func find(_ id: TicketID, visibleTo customer: CustomerID? = nil, of tenant: TenantID) -> Query {
        let query: Query = "select state from tickets where tenant_id = \(tenant) and id = \(id)"
        guard let customer else { return query }
        return query + " and customer_id = \(customer)"
    }

    /// Some tickets, locked in an order that is the same for everybody.
    static func lock(_ ids: [TicketID], of tenant: TenantID) -> Query {
        "select state from tickets where tenant_id = \(tenant) and id = any(\(ids)) order by id for update"
    }

    /// What a list is narrowed to.
    struct Filter: Sendable {
        var customer: CustomerID?
        var service: ServiceID?
        var status: TicketResource.Status?
        var priority: String?
        var assignee: String?
    }

    /// A page, the newest first.
    static func page(_ filter: Filter, after: UUID?, limit: Int, of tenant: TenantID) -> Query {
        var query: Query = "select state from tickets where tenant_id = \(tenant)"
        if let customer = filter.customer { query += " and customer_id = \(customer)" }
        if let service = filter.service { query += " and service_id = \(service)" }
        if let status = filter.status { query += " and status = \(status.rawValue)" }
        if let priority = filter.priority { query += " and priority = \(priority)" }
        if let assignee = filter.assignee { query += " and assignee = \(assignee)" }
        return query.newestFirst(after: after, limit: limit)
    }

    /// How many tickets are not resolved, and how many of those are late by a clock.
    static func unresolved(of customer: CustomerID?, _ tenant: TenantID) -> Query {
        var open: Query = "select count(*) from tickets t where tenant_id = \(tenant) and status not in ('resolved', 'closed')"
        if let customer { open += " and customer_id = \(customer)" }
        // Two questions, so that the few that are late are found by what is late, not by asking each that is open.
        return "select (" + open + "), (" + open + """
             and exists (select from ticket_clocks c
                where c.tenant_id = t.tenant_id and c.ticket_id = t.id and c.is_breached))
            """
    }

    /// Clocks that a ticket has at most: one a measure.
    private static let clocksMaximum = ClockResource.Measure.allCases.count

    /// The tickets that are not resolved whose clocks warn or are over next, the first first. The first clocks are taken in the
    /// order of their index, so many that they are of enough tickets.
    static func next(of customer: CustomerID?, limit: Int, _ tenant: TenantID) -> Query {
        var first: Query = """
            select t.id, c.due_at from ticket_clocks c join tickets t on t.tenant_id = c.tenant_id and t.id = c.ticket_id
            where c.tenant_id = \(tenant) and c.due_at is not null and t.status not in ('resolved', 'closed')
            """
        if let customer { first += " and t.customer_id = \(customer)" }
        return "with first as (" + first + """
             order by c.due_at, c.ticket_id limit \(limit * clocksMaximum)
            ), next as (select id, min(due_at) as due_at from first group by id order by 2, 1 limit \(limit))
            select t.state from next n join tickets t on t.tenant_id = \(tenant) and t.id = n.id order by n.due_at, n.id
            """
    }

    /// Reads a ticket.
    static func decode(_ row: Row) throws -> TicketResource {
        try row.decode(JSONText.self).decode()
    }

    /// Adds a ticket, given as it is spelled.
    static func insert(_ ticket: TicketResource, _ spelled: JSONText, of tenant: TenantID) -> Query {
        """
        insert into tickets (tenant_id, id, customer_id, service_id, status, priority, assignee, revision, state)
        values (\(tenant), \(ticket.id), \(ticket.customer), \(ticket.service), \(ticket.status.rawValue), \(ticket.priority),
            \(ticket.assignee), \(ticket.revision), \(spelled))
        """
    }

    /// Writes a ticket over what was there.
    static func update(_ ticket: TicketResource, of tenant: TenantID) throws -> Query {
        """
        update tickets set status = \(ticket.status.rawValue), priority = \(ticket.priority), assignee = \(ticket.assignee),
            revision = \(ticket.revision), state = \(try JSONText(encoding: ticket))
        where tenant_id = \(tenant) and id = \(ticket.id)
        """
    }

    /// The logs of tickets, each in order.
    static func logs(of ids: [TicketID], _ tenant: TenantID) -> Query {
        """
        select ticket_id, kind, at, actor, priority, reason from ticket_events
        where tenant_id = \(tenant) and ticket_id = any(\(ids)) order by ticket_id, number
        """
    }

    /// Reads logs, by their tickets.
    static func decodeLogs(_ rows: Rows) throws -> [TicketID: [TicketLogEntry]] {
        try rows.decode((TicketID, String, Instant, String, String?, String?).self).reduce(into: [:]) { logs, row in
            let (ticket, kind, at, actor, priority, reason) = row
            guard let kind = TicketLogEntry.Kind(rawValue: kind) else { return }
            logs[ticket, default: []].append(
                TicketLogEntry(kind: kind, at: at, actor: actor, priority: priority, reason: reason))
        }
    }

    /// Adds to the log of a ticket that has so many entries.
    static func append(_ entries: [TicketLogEntry], after count: Int, to id: TicketID, of tenant: TenantID) -> Query {
        """
        insert into ticket_events (tenant_id, ticket_id, number, kind, at, actor, priority, reason)
        select \(tenant), \(id), number, kind, at, actor, priority, reason from unnest(
            \(entries.indices.map { Int64(count + $0 + 1) }), \(entries.map(\.kind.rawValue)), \(entries.map(\.at)),
            \(entries.map(\.actor)), \(entries.map(\.priority)), \(entries.map(\.reason))
        ) as e (number, kind, at, actor, priority, reason)
        """
    }
}
