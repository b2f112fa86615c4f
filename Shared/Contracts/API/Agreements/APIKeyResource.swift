import Terms

/// An API key, as `/v1/api-keys` shows it.
public struct APIKeyResource: Codable, Sendable, Equatable {
    /// The key's id; the principal of what is done with it.
    public var id: APIKeyID
    /// What it is for.
    public var name: String
    /// What its holder may do.
    public var roles: [Role]
    /// The customer whose data alone it may see.
    @OrNull public var customer: CustomerID?
    /// The beginning of the key, to recognise it by.
    public var prefix: String
    /// When it was made.
    public var createdAt: Instant
    /// When it stops working by itself.
    @OrNull public var expiresAt: Instant?
    /// When it was revoked.
    @OrNull public var revokedAt: Instant?
    /// When it was last exchanged for a token, to within a minute.
    @OrNull public var lastUsedAt: Instant?
    /// The key itself; only in the answer to the creation.
    public var secret: String?

    /// Shows a key.
    public init(
        id: APIKeyID, name: String, roles: [Role], customer: CustomerID?, prefix: String, createdAt: Instant, expiresAt: Instant?,
        revokedAt: Instant? = nil, lastUsedAt: Instant? = nil, secret: String? = nil
    ) {
        self.id = id
        self.name = name
        self.roles = roles
        self.customer = customer
        self.prefix = prefix
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
        self.lastUsedAt = lastUsedAt
        self.secret = secret
    }
}
