import Terms

/// A tenant with a public status page, as the world sees it.
public struct PublicTenant: Codable, Hashable, Sendable {
    /// The tenant's id.
    public let id: TenantID
    /// Its key: the page's address.
    public let key: String
    /// What people call it.
    public let name: String
    /// The IANA time zone in which the page's days begin.
    public let timeZone: String
    /// When any of this last changed.
    public let updatedAt: Instant

    /// Shows `tenant`.
    public init(_ tenant: TenantState) {
        id = tenant.id
        key = tenant.key
        name = tenant.name
        timeZone = tenant.timeZone
        updatedAt = tenant.updatedAt
    }
}
