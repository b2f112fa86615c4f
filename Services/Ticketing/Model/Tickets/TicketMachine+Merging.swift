import Contracts
import Terms

extension TicketMachine {
    /// It says the same as an earlier ticket of the customer's, and goes on there: it is closed, and its clocks stand still.
    ///
    /// - Parameter other: the ticket that goes on. It is the older one, so that no promise counts from a later receipt.
    /// - Returns: what follows for this one, and the other one with it.
    mutating func merge(
        into other: TicketResource, reason: String?, by actor: TicketActor, at now: Instant
    ) throws(TicketRefusal) -> (actions: [Action], other: TicketResource) {
        guard actor.party == .provider else { throw .providersMove(.closed) }
        guard ticket.status != .closed else { throw .closed }
        guard other.id != ticket.id, other.customer == ticket.customer else { throw .noSuchTicket }
        guard other.status != .closed else { throw .otherClosed }
        guard (other.openedAt, other.id) < (ticket.openedAt, ticket.id) else { throw .younger }
        guard (other.merged ?? []).count < Bounds.mergers else { throw .mergersFull }
        var kept = other
        kept.merged = (other.merged ?? []) + [ticket.id]
        kept.revision += 1
        kept.updatedAt = now
        close(into: other.id, at: now)
        let entry = TicketLogEntry(kind: .merged, at: now, actor: actor.principal, reason: reason)
        return ([.log(entry), .tell(.merged(into: kept, reason: reason))], kept)
    }
}
