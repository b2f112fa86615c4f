import Contracts

/// The limits that hold in this installation; nil for one that does not.
struct RateLimitPolicies: Sendable {
    /// For all requests of a tenant.
    var tenant: RateLimitPolicy?
    /// For the requests of one key or member.
    var principal: RateLimitPolicy?
    /// For requests without a credential from one address.
    var address: RateLimitPolicy?

    /// `RateLimit-Policy` for callers with a credential.
    var header: String? {
        let headers = [principal, tenant].compactMap { $0?.header }
        return headers.isEmpty ? nil : headers.joined(separator: ", ")
    }

    /// The Redis key and policy of what a request is counted for. The braces keep a tenant's buckets in one slot.
    func bucket(of subject: RateLimiter.Subject) -> (name: String, policy: RateLimitPolicy)? {
        switch subject {
        case .tenant(let tenant): self.tenant.map { ("ratelimit:{\(tenant)}:tenant", $0) }
        case .principal(let tenant, let principal): self.principal.map { ("ratelimit:{\(tenant)}:\(principal)", $0) }
        case .address(let address): self.address.map { ("ratelimit:{\(address)}:address", $0) }
        }
    }
}

/// What a shared bucket granted.
struct RateLimitGrant: Sendable, Equatable {
    /// How many requests may pass.
    let granted: Int
    /// How many are left in the bucket.
    let remaining: Int
    /// Milliseconds until the next one, when nothing was granted.
    let waitMilliseconds: Int64
    /// Milliseconds until the bucket is full.
    let fullMilliseconds: Int64
}
