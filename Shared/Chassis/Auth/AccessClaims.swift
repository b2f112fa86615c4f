import Contracts
import JWTKit
import Terms

/// What an access token says (RFC 9068).
public struct AccessClaims: JWTPayload, Hashable {
    /// Who makes tokens.
    public static let issuer = "pledge"
    /// Whom they are for.
    public static let audience = "pledge-api"
    /// How long a token is good: short, because it cannot be called back.
    public static let lifetimeSeconds: Int64 = 300

    /// The issuer.
    public let iss: String
    /// The audience.
    public let aud: String
    /// The key or member that acts.
    public let sub: String
    /// The tenant.
    public let ten: TenantID
    /// The roles.
    public let rol: [Role]
    /// The customer, for roles that belong to one.
    public let cus: CustomerID?
    /// Identifies the token.
    public let jti: String
    /// When it was made, Unix seconds.
    public let iat: Int64
    /// Before when it is not good, Unix seconds.
    public let nbf: Int64?
    /// From when on it is not good, Unix seconds.
    public let exp: Int64

    /// The claims of a new token for a caller.
    public init(caller: Caller, now: Instant, lifetimeSeconds: Int64 = AccessClaims.lifetimeSeconds) {
        iss = Self.issuer
        aud = Self.audience
        sub = caller.principal
        ten = caller.tenant
        rol = caller.roles.sorted { $0.rawValue < $1.rawValue }
        cus = caller.customer
        jti = CrockfordBase32.encode(UUIDv7.make())
        iat = now.epochSeconds
        nbf = nil
        exp = now.epochSeconds + lifetimeSeconds
    }

    /// The caller that the token speaks for; nil when the claims contradict each other.
    var caller: Caller? {
        let roles = Set(rol)
        guard !roles.isEmpty, !sub.isEmpty, cus != nil || !roles.contains(where: \.isCustomerBound) else { return nil }
        return Caller(tenant: ten, principal: sub, roles: roles, customer: cus)
    }

    /// Times are checked by ``TokenVerifier``, against the injected clock.
    public func verify(using algorithm: some JWTAlgorithm) async throws {}
}
