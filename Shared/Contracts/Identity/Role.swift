/// What a caller may do. A token carries one or more; a route names those that it serves.
public enum Role: String, Codable, Sendable, CaseIterable, Hashable {
    /// Runs the platform: makes and removes tenants.
    case `operator`
    /// Runs a tenant: parties, catalogue, agreements, keys.
    case admin
    /// Works for a tenant: support and network operations.
    case agent
    /// Decides exclusions and claims, never those that it proposed.
    case approver
    /// Acts for a customer and manages its members.
    case owner
    /// Acts for a customer.
    case member
    /// A machine that delivers measurements and does nothing else.
    case ingest

    /// Whether the role belongs to one customer, whose data alone it may see.
    public var isCustomerBound: Bool { self == .owner || self == .member }
}
