import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `ticket_messages`.
enum MessageStore {
    /// Adds a message.
    static func insert(_ message: TicketMessageResource, of tenant: TenantID) -> Query {
        """
        insert into ticket_messages (tenant_id, id, ticket_id, audience, party, author, automatic, text, created_at)
        values (\(tenant), \(message.id), \(message.ticket), \(message.audience.rawValue), \(message.party.rawValue),
            \(message.author), \(message.automatic), \(message.text), \(message.createdAt))
        """
    }

    /// A page of what was said in a ticket, the first first; to customers only what is for everybody.
    static func page(
        of ticket: TicketID, onlyPublic: Bool, after: UUID?, limit: Int, _ tenant: TenantID
    ) -> Query {
        var query: Query = """
            select id, ticket_id, audience, party, author, automatic, text, created_at from ticket_messages
            where tenant_id = \(tenant) and ticket_id = \(ticket)
            """
        if onlyPublic { query += " and audience = 'public'" }
        if let after { query += " and id > \(after)" }
        return query + " order by id limit \(limit)"
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> TicketMessageResource {
        let (id, ticket, audience, party, author, automatic, text, createdAt) = try row.decode(
            (MessageID, TicketID, String, String, String, Bool, String, Instant).self)
        return TicketMessageResource(
            id: id, ticket: ticket, audience: TicketMessageResource.Audience(rawValue: audience) ?? .internal,
            party: TicketMessageResource.Party(rawValue: party) ?? .provider, author: author, automatic: automatic, text: text,
            createdAt: createdAt)
    }
}
