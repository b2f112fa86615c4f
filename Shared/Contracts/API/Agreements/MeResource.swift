/// Who asks, as `/v1/me` tells.
public struct MeResource: Codable, Sendable, Equatable {
    /// The names of a tenant.
    public struct Tenant: Codable, Sendable, Equatable {
        /// The tenant's id.
        public var id: TenantID
        /// Short name, unique on the platform.
        public var key: String
        /// What people call it.
        public var name: String

        /// The names of a tenant.
        public init(id: TenantID, key: String, name: String) {
            self.id = id
            self.key = key
            self.name = name
        }
    }

    /// The id of the key that acts.
    public var principal: String
    /// The tenant in which everything happens.
    public var tenant: Tenant
    /// What the caller may do.
    public var roles: [Role]
    /// The customer whose data alone the caller may see.
    @OrNull public var customer: CustomerID?

    /// Tells of a caller.
    public init(principal: String, tenant: Tenant, roles: [Role], customer: CustomerID?) {
        self.principal = principal
        self.tenant = tenant
        self.roles = roles
        self.customer = customer
    }
}
