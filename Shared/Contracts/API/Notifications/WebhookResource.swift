import Terms

/// An endpoint of the tenant's own that is told of events by signed webhooks.
public struct WebhookResource: Codable, Hashable, Sendable {
    /// Whether it is told.
    public enum State: String, CaseIterable, Codable, Sendable {
        case enabled, disabled
    }

    /// Identifies it.
    public var id: WebhookID
    /// Where it is.
    public var url: String
    /// What people say it is for.
    public var description: String?
    /// The events that it is told of: types, or beginnings of types that end in `.*`; empty for all.
    public var types: [String]
    /// Whether it is told.
    public var state: State
    /// Why it is disabled.
    public var disabledReason: String?
    /// When it was disabled.
    public var disabledAt: Instant?
    /// Since when nothing has reached it; absent while it answers.
    public var failingSince: Instant?
    /// Until when what it is sent is signed with the secret of before, too.
    public var previousSecretUntil: Instant?
    /// The signing secret, `whsec_…`: in the answer to its making alone.
    public var secret: String?
    /// Counts its changes; the ETag is `"v<version>"`.
    public var version: Int64
    /// When it was made.
    public var createdAt: Instant
    /// When it was last changed.
    public var updatedAt: Instant

    /// An endpoint.
    public init(
        id: WebhookID, url: String, description: String?, types: [String], state: State, disabledReason: String?,
        disabledAt: Instant?, failingSince: Instant?, previousSecretUntil: Instant?, secret: String? = nil, version: Int64,
        createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.url = url
        self.description = description
        self.types = types
        self.state = state
        self.disabledReason = disabledReason
        self.disabledAt = disabledAt
        self.failingSince = failingSince
        self.previousSecretUntil = previousSecretUntil
        self.secret = secret
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
