import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `ticket_attachments`.
enum AttachmentStore {
    private static let columns: Query = """
        id, ticket_id, name, type, size_bytes, sha256, audience, party, author, created_at
        """

    /// Adds a file.
    static func insert(_ attachment: Attachment, of tenant: TenantID) -> Query {
        let file = attachment.resource
        return """
            insert into ticket_attachments (tenant_id, \(columns), bytes)
            values (\(tenant), \(file.id), \(file.ticket), \(file.name), \(file.type), \(file.sizeBytes), \(file.sha256), \
            \(file.audience.rawValue), \(file.party.rawValue), \(file.author), \(file.createdAt), \(attachment.bytes))
            """
    }

    /// How many files a ticket has.
    static func count(of ticket: TicketID, _ tenant: TenantID) -> Query {
        "select count(*) from ticket_attachments where tenant_id = \(tenant) and ticket_id = \(ticket)"
    }

    /// The files of a ticket, the first first; to customers only what is for everybody.
    static func list(of ticket: TicketID, onlyPublic: Bool, _ tenant: TenantID) -> Query {
        let query: Query = """
            select \(columns) from ticket_attachments where tenant_id = \(tenant) and ticket_id = \(ticket)
            """
        return query + (onlyPublic ? " and audience = 'public'" : "") + " order by id"
    }

    /// One file with its bytes.
    static func find(_ id: AttachmentID, of ticket: TicketID, onlyPublic: Bool, _ tenant: TenantID) -> Query {
        let query: Query = """
            select \(columns), bytes from ticket_attachments
            where tenant_id = \(tenant) and ticket_id = \(ticket) and id = \(id)
            """
        return query + (onlyPublic ? " and audience = 'public'" : "")
    }

    /// Reads a row without bytes.
    static func decode(_ row: Row) throws -> AttachmentResource {
        let value = try row.decode(
            (AttachmentID, TicketID, String, String, Int64, String, String, String, String, Instant).self)
        return resource(value)
    }

    /// Reads a row with its bytes.
    static func decodeWhole(_ row: Row) throws -> (AttachmentResource, Data) {
        let (id, ticket, name, type, size, sha256, audience, party, author, createdAt, bytes) = try row.decode(
            (AttachmentID, TicketID, String, String, Int64, String, String, String, String, Instant, Data).self)
        return (resource((id, ticket, name, type, size, sha256, audience, party, author, createdAt)), bytes)
    }

    private static func resource(
        _ value: (AttachmentID, TicketID, String, String, Int64, String, String, String, String, Instant)
    ) -> AttachmentResource {
        AttachmentResource(
            id: value.0, ticket: value.1, name: value.2, type: value.3, sizeBytes: value.4, sha256: value.5,
            audience: TicketMessageResource.Audience(rawValue: value.6) ?? .internal,
            party: TicketMessageResource.Party(rawValue: value.7) ?? .provider, author: value.8, createdAt: value.9)
    }
}
