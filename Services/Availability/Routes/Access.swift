import Contracts

/// Who may call, in the words of the API's rules.
extension Set<Role> {
    /// Those who manage the tenant.
    static let managers: Set<Role> = [.admin]
    /// The tenant's own people.
    static let staff: Set<Role> = [.admin, .agent, .approver]
    /// The tenant's own people, and its customers' for what concerns them.
    static let readers: Set<Role> = [.admin, .agent, .approver, .owner, .member]
    /// Those who work on the services.
    static let operations: Set<Role> = [.admin, .agent]
    /// Whoever may bring measurements.
    static let senders: Set<Role> = [.ingest, .admin, .agent]
    /// Whoever may remote-write.
    static let scrapers: Set<Role> = [.ingest, .admin]
    /// Those who may have an outage recorded that nothing measured.
    static let recorders: Set<Role> = [.admin, .approver]
    /// Those who decide.
    static let deciders: Set<Role> = [.approver]
}
