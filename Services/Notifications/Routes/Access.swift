import Contracts

/// Who may call, in the words of the API's rules.
extension Set<Role> {
    /// Those who tell customers.
    static let operations: Set<Role> = [.admin, .agent]
    /// Those who say how a member is told: the tenant's people, and the customer's own.
    static let tellers: Set<Role> = [.admin, .agent, .owner, .member]
    /// The tenant's own people, and its customers' for what concerns them.
    static let readers: Set<Role> = [.admin, .agent, .approver, .owner, .member]
}
