import Terms

/// An agreement, as `/v1/agreements` shows it.
public struct AgreementResource: Codable, Sendable, Equatable {
    /// The agreement's id.
    public var id: AgreementID
    /// Short name, unique within the tenant.
    public var key: String
    /// What people call it.
    public var title: String
    /// When it was created.
    public var createdAt: Instant
    /// When it last changed.
    public var updatedAt: Instant

    /// Shows an agreement.
    public init(id: AgreementID, key: String, title: String, createdAt: Instant, updatedAt: Instant) {
        self.id = id
        self.key = key
        self.title = title
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
