import Terms

/// A file that came with a ticket, without its bytes. It is never changed.
public struct AttachmentResource: Codable, Hashable, Sendable {
    /// Identifies it.
    public let id: AttachmentID
    /// The ticket.
    public let ticket: TicketID
    /// What it is called.
    public let name: String
    /// Its media type, as it was found to be.
    public let type: String
    /// How large it is, in bytes.
    public let sizeBytes: Int64
    /// SHA-256 of the bytes, in lower-case hexadecimal.
    public let sha256: String
    /// Who may read it.
    public let audience: TicketMessageResource.Audience
    /// On whose side the author is.
    public let party: TicketMessageResource.Party
    /// Who sent it: the id of a key or member.
    public let author: String
    /// When.
    public let createdAt: Instant

    /// A file.
    public init(
        id: AttachmentID, ticket: TicketID, name: String, type: String, sizeBytes: Int64, sha256: String,
        audience: TicketMessageResource.Audience, party: TicketMessageResource.Party, author: String, createdAt: Instant
    ) {
        self.id = id
        self.ticket = ticket
        self.name = name
        self.type = type
        self.sizeBytes = sizeBytes
        self.sha256 = sha256
        self.audience = audience
        self.party = party
        self.author = author
        self.createdAt = createdAt
    }
}
