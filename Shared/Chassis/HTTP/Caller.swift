import Contracts
import Foundation

/// Who asks: from the verified token, never from anything else that the client sends.
public struct Caller: Sendable, Hashable {
    /// The tenant in which everything happens.
    public let tenant: TenantID
    /// The id of the key or member that acts; for the record.
    public let principal: String
    /// What the caller may do.
    public let roles: Set<Role>
    /// The customer whose data alone the caller may see; nil for the tenant's own people and machines.
    public let customer: CustomerID?

    /// A caller.
    public init(tenant: TenantID, principal: String, roles: Set<Role>, customer: CustomerID? = nil) {
        self.tenant = tenant
        self.principal = principal
        self.roles = roles
        self.customer = customer
    }

    /// Whoever calls a route that asks for no token: no tenant has this id, so that row level security shows nothing.
    public static let nobody = Caller(
        tenant: TenantID(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))), principal: "", roles: [])

    /// Whether the caller has any of the roles.
    public func has(_ any: Role...) -> Bool { any.contains { roles.contains($0) } }

    /// Whether the caller may see what belongs to `customer`. What it may not see is 404, as if it did not exist.
    public func maySee(customer: CustomerID) -> Bool { self.customer == nil || self.customer == customer }

    /// The customer that a list is limited to: the caller's own, or the one asked for.
    ///
    /// - Throws: 404 when a customer's member asks for another customer.
    public func scope(to asked: CustomerID?) throws(Problem) -> CustomerID? {
        guard let own = customer else { return asked }
        guard asked == nil || asked == own else { throw .notFound("customer") }
        return own
    }
}
