import Contracts
import Terms

/// What may happen to a ticket, and what follows: a value that is told what somebody does, and returns what is to be written
/// into its log and told to others.
struct TicketMachine: Sendable, Equatable {
    /// What follows from something that was done.
    enum Action: Sendable, Equatable {
        /// To be added to the log.
        case log(TicketLogEntry)
        /// To be told.
        case tell(Happening)
    }

    /// What others are told of.
    enum Happening: Sendable, Equatable {
        case changed(reason: String?)
        case replied
        case resolved(reason: String?)
        case reopened(reason: String?)
        case merged(into: TicketResource, reason: String?)
    }

    /// The ticket as it stands.
    private(set) var ticket: TicketResource

    /// A ticket as it stands.
    init(_ ticket: TicketResource) {
        self.ticket = ticket
    }

    /// Somebody says something. A note among the provider's own people changes nothing that the customer could see.
    mutating func say(
        to audience: TicketMessageResource.Audience, automatic: Bool, details: [TicketResource.Detail] = [],
        by actor: TicketActor, at now: Instant
    ) throws(TicketRefusal) -> [Action] {
        guard ticket.status != .closed else { throw .closed }
        guard audience == .everybody else { return [] }
        var actions = complete(with: details, by: actor, at: now)
        switch actor.party {
        case .customer:
            if ticket.status == .waitingOnCustomer {
                ticket.status = .open
                actions.append(.log(TicketLogEntry(kind: .waitingEnded, at: now, actor: actor.principal)))
            }
        case .provider where !automatic:
            actions += acknowledge(by: actor, at: now)
            if ticket.status == .new { ticket.status = .open }
            if ticket.firstResponseAt == nil {
                ticket.firstResponseAt = now
                actions.append(.log(TicketLogEntry(kind: .responded, at: now, actor: actor.principal)))
            }
        case .provider: break
        }
        touch(now)
        return actions + [.tell(.replied)]
    }

    /// Somebody moves it. Moving it to where it is does nothing.
    mutating func move(
        to status: TicketResource.Status, reason: String?, by actor: TicketActor, at now: Instant
    ) throws(TicketRefusal) -> [Action] {
        guard ticket.status != .closed else {
            if status == .closed { return [] }
            throw .closed
        }
        if actor.party == .customer, status != .open, status != .resolved { throw .providersMove(status) }
        let actions: [Action]
        switch status {
        case .new: actions = []
        case .open: actions = open(reason: reason, by: actor, at: now)
        case .waitingOnCustomer:
            guard ticket.status != .resolved else { throw .resolved }
            actions = ticket.status == status ? [] : enter(status, .waiting, .changed(reason: reason), reason, actor, now)
        case .resolved:
            actions = ticket.status == status ? [] : enter(status, .resolved, .resolved(reason: reason), reason, actor, now)
            ticket.resolvedAt = ticket.resolvedAt ?? now
        case .closed:
            guard ticket.status == .resolved else { throw .unresolved }
            actions = enter(status, .closed, .changed(reason: reason), reason, actor, now)
        }
        if !actions.isEmpty { touch(now) }
        return actions
    }

    /// Its priority changes; whether it may was asked before.
    mutating func classify(_ priority: String, reason: String?, by actor: TicketActor, at now: Instant) throws(TicketRefusal)
        -> [Action]
    {
        guard ticket.status != .closed else { throw .closed }
        guard priority != ticket.priority else { return [] }
        ticket.priority = priority
        touch(now)
        let entry = TicketLogEntry(kind: .priority, at: now, actor: actor.principal, priority: priority, reason: reason)
        return [.log(entry), .tell(.changed(reason: reason))]
    }

    /// Its subject or who works on it changes.
    mutating func edit(subject: String, assignee: String?, at now: Instant) throws(TicketRefusal) -> [Action] {
        guard ticket.status != .closed else { throw .closed }
        guard subject != ticket.subject || assignee != ticket.assignee else { return [] }
        ticket.subject = subject
        ticket.assignee = assignee
        touch(now)
        return [.tell(.changed(reason: nil))]
    }

    private mutating func open(reason: String?, by actor: TicketActor, at now: Instant) -> [Action] {
        switch ticket.status {
        case .resolved:
            ticket.resolvedAt = nil
            return enter(.open, .reopened, .reopened(reason: reason), reason, actor, now)
        case .waitingOnCustomer: return enter(.open, .waitingEnded, .changed(reason: reason), reason, actor, now)
        case .new, .open, .closed:
            guard actor.party == .provider else { return [] }
            ticket.status = .open
            let acknowledged = acknowledge(by: actor, at: now)
            return acknowledged.isEmpty ? [] : acknowledged + [.tell(.changed(reason: reason))]
        }
    }

    private mutating func enter(
        _ status: TicketResource.Status, _ kind: TicketLogEntry.Kind, _ happening: Happening, _ reason: String?,
        _ actor: TicketActor, _ now: Instant
    ) -> [Action] {
        ticket.status = status
        return [.log(TicketLogEntry(kind: kind, at: now, actor: actor.principal, reason: reason)), .tell(happening)]
    }

    private mutating func acknowledge(by actor: TicketActor, at now: Instant) -> [Action] {
        guard ticket.acknowledgedAt == nil else { return [] }
        ticket.acknowledgedAt = now
        return [.log(TicketLogEntry(kind: .acknowledged, at: now, actor: actor.principal))]
    }

    private mutating func complete(with details: [TicketResource.Detail], by actor: TicketActor, at now: Instant) -> [Action] {
        guard !details.isEmpty else { return [] }
        let stated = Set(details.map { $0.name.lowercased() })
        ticket.details = ticket.details.filter { !stated.contains($0.name.lowercased()) } + details
        guard !ticket.missingDetails.isEmpty else { return [] }
        ticket.missingDetails.removeAll { stated.contains($0.lowercased()) }
        guard ticket.missingDetails.isEmpty else { return [] }
        return [.log(TicketLogEntry(kind: .completed, at: now, actor: actor.principal))]
    }

    /// It goes on in another ticket.
    mutating func close(into other: TicketID, at now: Instant) {
        ticket.status = .closed
        ticket.mergedInto = other
        touch(now)
    }

    private mutating func touch(_ now: Instant) {
        ticket.revision += 1
        ticket.updatedAt = now
    }
}
