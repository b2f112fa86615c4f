import Contracts
import Terms

/// A request that is being made: what was asked, by whom, and the terms that hold for it.
struct TicketOpening: Sendable {
    let draft: TicketDraft
    let customer: CustomerID
    let service: ServiceState?
    let actor: TicketActor
    /// What is in force for the customer; nil where it has nothing.
    let terms: SupportTerms?

    /// The ticket, and the first entries of its log.
    func ticket(id: TicketID, at now: Instant) throws(TicketRefusal) -> (TicketResource, [TicketLogEntry]) {
        let (priority, proposed) = try priority()
        let requester = draft.requester ?? (actor.party == .customer ? MemberID(actor.principal) : nil)
        let isAuthorised = actor.party == .customer || requester != nil
        let missing = terms?.missing(from: draft.details) ?? []
        let ticket = TicketResource(
            id: id, customer: customer, service: service?.id, serviceKey: service?.key, subject: draft.subject, status: .new,
            priority: priority, proposedPriority: proposed, channel: draft.channel, requester: requester, assignee: nil,
            details: draft.details, missingDetails: missing, terms: terms?.ticketTerms(isAuthorised: isAuthorised),
            openedBy: actor.principal, openedAt: now, revision: 1, updatedAt: now)
        var log = [TicketLogEntry(kind: .opened, at: now, actor: actor.principal, priority: priority)]
        if missing.isEmpty { log.append(TicketLogEntry(kind: .completed, at: now, actor: actor.principal)) }
        return (ticket, log)
    }

    /// The priority and what the customer proposes. Without a word about it, it is the last that the agreement names, which is
    /// the least urgent by every agreement's custom.
    private func priority() throws(TicketRefusal) -> (String?, proposed: String?) {
        let keys = terms?.document.priorities.map(\.key) ?? []
        guard let asked = draft.priority else { return (keys.last, nil) }
        guard keys.contains(asked) else { throw .noSuchPriority(keys) }
        return (asked, actor.party == .customer ? asked : nil)
    }
}
