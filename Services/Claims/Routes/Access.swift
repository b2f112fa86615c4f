import Contracts

/// Who may call, in the words of the API's rules.
extension Set<Role> {
    /// Those who claim: a customer's people, and the tenant's on their behalf.
    static let claimants: Set<Role> = [.owner, .member, .admin, .agent]
    /// Those who answer claims.
    static let deciders: Set<Role> = [.approver]
    /// Those who make invoices.
    static let billing: Set<Role> = [.admin]
    /// The tenant's own people, and its customers' for what concerns them.
    static let readers: Set<Role> = [.admin, .agent, .approver, .owner, .member]
}
