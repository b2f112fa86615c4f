import Contracts

/// Who may call, in the words of the API's rules.
extension Set<Role> {
    /// Those who manage the tenant.
    static let managers: Set<Role> = [.admin]
    /// The tenant's own people.
    static let staff: Set<Role> = [.admin, .agent, .approver]
    /// The tenant's own people, and its customers' for what concerns them.
    static let readers: Set<Role> = [.admin, .agent, .approver, .owner, .member]
    /// Those who run the platform.
    static let operators: Set<Role> = [.operator]
    /// Those who make keys: of a tenant, and of the platform.
    static let keyMakers: Set<Role> = [.admin, .operator]
    /// Whoever has a token.
    static let anyRole = Set(Role.allCases)
}
