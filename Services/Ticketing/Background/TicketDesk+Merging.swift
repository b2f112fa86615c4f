import Chassis
import Contracts
import Messaging
import Postgres
import Terms

extension TicketDesk {
    /// Merges the ticket that a request names into another one, held to the revision that the caller knows; answers with the
    /// ticket. Both are locked, so that neither can be closed or merged meanwhile.
    func merge(_ request: APIRequest, into other: TicketID, reason: String?) async throws -> Reply {
        let id: TicketID = try request.id()
        let now = chassis.clock.now
        // Asked first: a customer's people learn nothing of tickets that are not theirs.
        guard request.actor.party == .provider else { throw TicketRefusal.providersMove(.closed).problem }
        let (ticket, writing) = try await chassis.database.withTransaction(tenant: request.tenant.uuid) { transaction in
            let locked = try await transaction.query(TicketStore.lock([id, other], of: request.tenant)).map(TicketStore.decode)
            let file = try await file(id, request, locked: true, transaction)
            try request.requireMatch(version: file.ticket.revision)
            return try await change(file, request, at: now, transaction) { machine throws(TicketRefusal) in
                guard let kept = locked.first(where: { $0.id == other }) else { throw .noSuchTicket }
                return Change(
                    actions: try machine.merge(into: kept, reason: reason, by: request.actor, at: now).actions)
            }
        }
        await settled(writing)
        return try .json(ticket, version: ticket.revision)
    }
}
