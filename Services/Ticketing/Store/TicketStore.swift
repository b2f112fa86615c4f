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
        var query: Query = """
            select count(*), count(*) filter (where exists (select from ticket_clocks c
                where c.tenant_id = t.tenant_id and c.ticket_id = t.id and c.is_breached))
            from tickets t where tenant_id = \(tenant) and status not in ('resolved', 'closed')
            """
        if let customer { query += " and customer_id = \(customer)" }
        return query
    }

    /// The tickets that are not resolved whose clocks warn or are over next, the first first.
    static func next(of customer: CustomerID?, limit: Int, _ tenant: TenantID) -> Query {
        var query: Query = """
            select t.state from tickets t
            join (select ticket_id, min(due_at) as due_at from ticket_clocks
                where tenant_id = \(tenant) and due_at is not null group by ticket_id) c on c.ticket_id = t.id
            where t.tenant_id = \(tenant) and t.status not in ('resolved', 'closed')
            """
        if let customer { query += " and t.customer_id = \(customer)" }
        return query + " order by c.due_at, t.id limit \(limit)"
    }

    /// Reads a ticket.
    static func decode(_ row: Row) throws -> TicketResource {
        try row.decode(JSONText.self).decode()
    }

    /// Adds a ticket.
    static func insert(_ ticket: TicketResource, of tenant: TenantID) throws -> Query {
        """
        insert into tickets (tenant_id, id, customer_id, service_id, status, priority, assignee, revision, state)
        values (\(tenant), \(ticket.id), \(ticket.customer), \(ticket.service), \(ticket.status.rawValue), \(ticket.priority),
            \(ticket.assignee), \(ticket.revision), \(try JSONText(encoding: ticket)))
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

    /// The log of a ticket, in order.
    static func log(of id: TicketID, _ tenant: TenantID) -> Query {
        """
        select kind, at, actor, priority, reason from ticket_events
        where tenant_id = \(tenant) and ticket_id = \(id) order by number
        """
    }

    /// Reads a log.
    static func decodeLog(_ rows: Rows) throws -> [TicketLogEntry] {
        try rows.decode((String, Instant, String, String?, String?).self).compactMap { kind, at, actor, priority, reason in
            TicketLogEntry.Kind(rawValue: kind).map {
                TicketLogEntry(kind: $0, at: at, actor: actor, priority: priority, reason: reason)
            }
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
