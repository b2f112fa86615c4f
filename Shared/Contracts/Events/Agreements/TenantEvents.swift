import Terms

/// A tenant as the other services know it: the provider that owns everything else.
public struct TenantState: Codable, Sendable, Equatable {
    /// The tenant's id.
    public var id: TenantID
    /// Short name, unique on the platform; part of the status page's address.
    public var key: String
    /// What people call it.
    public var name: String
    /// IANA time zone in which the tenant thinks, such as `Asia/Karachi`.
    public var timeZone: String
    /// Who may read its status page.
    public var statusPage: StatusPageReaders
    /// The language of what its customers are told who have not chosen one; nil for English.
    public var language: PreferenceResource.Language?
    /// For how many days the detail of measurements is kept; nil for as long as the tenant is there.
    public var sampleRetentionDays: Int32?
    /// Grows by one with every change.
    public var revision: Int64
    /// When the tenant was created.
    public var createdAt: Instant
    /// When it last changed.
    public var updatedAt: Instant

    /// Makes a tenant's state.
    public init(
        id: TenantID, key: String, name: String, timeZone: String, statusPage: StatusPageReaders = .nobody,
        language: PreferenceResource.Language? = nil, sampleRetentionDays: Int32? = nil, revision: Int64, createdAt: Instant,
        updatedAt: Instant
    ) {
        self.id = id
        self.key = key
        self.name = name
        self.timeZone = timeZone
        self.statusPage = statusPage
        self.language = language
        self.sampleRetentionDays = sampleRetentionDays
        self.revision = revision
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }

    /// Reads a tenant's state; what was told before there were status pages has none.
    public init(from decoder: any Decoder) throws {
        let members = try decoder.container(keyedBy: CodingKeys.self)
        id = try members.decode(TenantID.self, forKey: .id)
        key = try members.decode(String.self, forKey: .key)
        name = try members.decode(String.self, forKey: .name)
        timeZone = try members.decode(String.self, forKey: .timeZone)
        statusPage = try members.decodeIfPresent(StatusPageReaders.self, forKey: .statusPage) ?? .nobody
        language = try members.decodeIfPresent(PreferenceResource.Language.self, forKey: .language)
        sampleRetentionDays = try members.decodeIfPresent(Int32.self, forKey: .sampleRetentionDays)
        revision = try members.decode(Int64.self, forKey: .revision)
        createdAt = try members.decode(Instant.self, forKey: .createdAt)
        updatedAt = try members.decode(Instant.self, forKey: .updatedAt)
    }
}

/// Who may read a tenant's status page, `/status/{key}`.
public enum StatusPageReaders: String, Codable, Sendable, CaseIterable {
    /// There is none: nothing of a tenant is shown to the world unless somebody said so.
    case nobody
    /// Everybody, without a credential.
    case everybody
}

/// A tenant has joined the platform.
public struct TenantCreated: EventPayload, Equatable {
    /// `pledge.agreements.tenant.created.v1`
    public static let type = "pledge.agreements.tenant.created.v1"
    /// The tenant as it is now.
    public var tenant: TenantState

    /// Tells of `tenant`.
    public init(tenant: TenantState) {
        self.tenant = tenant
    }
}

/// A tenant's name or zone has changed.
public struct TenantChanged: EventPayload, Equatable {
    /// `pledge.agreements.tenant.changed.v1`
    public static let type = "pledge.agreements.tenant.changed.v1"
    /// The tenant as it is now.
    public var tenant: TenantState

    /// Tells of `tenant`.
    public init(tenant: TenantState) {
        self.tenant = tenant
    }
}

/// A tenant has left: whoever holds anything of it removes it.
public struct TenantDeleted: EventPayload, Equatable {
    /// `pledge.agreements.tenant.deleted.v1`
    public static let type = "pledge.agreements.tenant.deleted.v1"
    /// Who left.
    public var id: TenantID
    /// When.
    public var deletedAt: Instant

    /// Tells that the tenant `id` left at `deletedAt`.
    public init(id: TenantID, deletedAt: Instant) {
        self.id = id
        self.deletedAt = deletedAt
    }
}
