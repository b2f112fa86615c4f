import Terms

/// A tenant, as `/v1/tenants` shows it.
public struct TenantResource: Codable, Sendable, Equatable {
    /// The tenant's id.
    public var id: TenantID
    /// Short name, unique on the platform.
    public var key: String
    /// What people call it.
    public var name: String
    /// IANA time zone.
    public var timeZone: String
    /// Who may read its status page.
    public var statusPage: StatusPageReaders
    /// The language of what its customers are told who have not chosen one; nil for English.
    public var language: PreferenceResource.Language?
    /// For how many days the detail of measurements is kept; nil for as long as the tenant is there.
    public var sampleRetentionDays: Int32?
    /// When it was created.
    public var createdAt: Instant
    /// When it last changed.
    public var updatedAt: Instant
    /// The tenant's first admin key, with its secret; only in the answer to the creation.
    public var apiKey: APIKeyResource?

    /// Shows `tenant`.
    public init(_ tenant: TenantState, apiKey: APIKeyResource? = nil) {
        id = tenant.id
        key = tenant.key
        name = tenant.name
        timeZone = tenant.timeZone
        statusPage = tenant.statusPage
        language = tenant.language
        sampleRetentionDays = tenant.sampleRetentionDays
        createdAt = tenant.createdAt
        updatedAt = tenant.updatedAt
        self.apiKey = apiKey
    }
}
