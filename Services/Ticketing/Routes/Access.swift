import Chassis
import Contracts

/// Who may call, in the words of the API's rules.
extension Set<Role> {
    /// Those who work on tickets and incidents.
    static let operations: Set<Role> = [.admin, .agent]
    /// Those who ask for support, and those who work on it.
    static let participants: Set<Role> = [.admin, .agent, .owner, .member]
    /// The tenant's own people, and its customers' for what concerns them.
    static let readers: Set<Role> = [.admin, .agent, .approver, .owner, .member]
}

extension APIRequest {
    /// Who acts, and on whose side: whoever may see one customer only is that customer's.
    var actor: TicketActor {
        TicketActor(principal: caller.principal, party: caller.customer == nil ? .provider : .customer)
    }
}
