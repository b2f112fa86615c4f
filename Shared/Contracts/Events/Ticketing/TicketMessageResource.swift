import Terms

/// Something that was said in a support request. It is never changed.
public struct TicketMessageResource: Codable, Hashable, Sendable {
    /// Who may read it.
    public enum Audience: String, CaseIterable, Codable, Sendable {
        /// The customer and the provider.
        case everybody = "public"
        /// The provider's own people.
        case `internal`
    }

    /// Who said it.
    public enum Party: String, CaseIterable, Codable, Sendable {
        case customer, provider
    }

    /// Identifies it.
    public let id: MessageID
    /// In which request.
    public let ticket: TicketID
    /// Who may read it.
    public let audience: Audience
    /// On whose side the author is.
    public let party: Party
    /// Who said it: the id of a key or member.
    public let author: String
    /// Whether no person wrote it: such a message is never a response.
    public let automatic: Bool
    /// What was said.
    public let text: String
    /// When.
    public let createdAt: Instant

    /// A message.
    public init(
        id: MessageID, ticket: TicketID, audience: Audience, party: Party, author: String, automatic: Bool, text: String,
        createdAt: Instant
    ) {
        self.id = id
        self.ticket = ticket
        self.audience = audience
        self.party = party
        self.author = author
        self.automatic = automatic
        self.text = text
        self.createdAt = createdAt
    }
}
