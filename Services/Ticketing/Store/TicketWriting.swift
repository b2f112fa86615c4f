import Contracts
import Messaging
import Postgres
import Terms

/// What one change of a ticket writes, in the transaction of the change: the ticket, its log, what was said, its clocks and their
/// stamps, and the events that tell of all that.
struct TicketWriting: Sendable {
    let tenant: TenantID
    let now: Instant
    private(set) var queries: [Query] = []
    /// Verdicts that are stamped, for the metrics.
    private(set) var verdicts: [ClockVerdict] = []
    /// When the first of the clocks must be looked at again.
    private(set) var nextDue: Instant?
    private var events: [OutboxEvent] = []

    /// Nothing yet, of a tenant at an instant.
    init(_ tenant: TenantID, at now: Instant) {
        self.tenant = tenant
        self.now = now
    }

    /// Everything that is to be written, the events last.
    var all: [Query] { events.isEmpty ? queries : queries + [Outbox.insert(events)] }

    /// Writes a new ticket, given as it is spelled, and tells of it.
    mutating func open(_ ticket: TicketResource, _ spelled: JSONText, _ message: TicketMessageResource) throws {
        queries += [TicketStore.insert(ticket, spelled, of: tenant), MessageStore.insert(message, of: tenant)]
        try tell(TicketOpened(ticket: ticket, message: message), about: ticket.id)
    }

    /// Writes a ticket that has changed, with what was said, and tells of both.
    mutating func change(
        _ ticket: TicketResource, from old: TicketResource, _ actions: [TicketMachine.Action], _ message: TicketMessageResource?
    ) throws {
        if ticket != old { queries.append(try TicketStore.update(ticket, of: tenant)) }
        if let message { queries.append(MessageStore.insert(message, of: tenant)) }
        for case .tell(let happening) in actions {
            switch happening {
            case .changed(let reason): try tell(TicketChanged(ticket: ticket, reason: reason), about: ticket.id)
            case .resolved(let reason): try tell(TicketResolved(ticket: ticket, reason: reason), about: ticket.id)
            case .reopened(let reason): try tell(TicketReopened(ticket: ticket, reason: reason), about: ticket.id)
            case .merged(let other, let reason):
                queries.append(try TicketStore.update(other, of: tenant))
                try tell(TicketMerged(ticket: ticket, into: other, reason: reason), about: ticket.id)
                try tell(TicketChanged(ticket: other, reason: reason), about: other.id)
            case .replied:
                if let message { try tell(TicketReplied(ticket: ticket, message: message), about: ticket.id) }
            }
        }
    }

    /// Adds to a ticket's log.
    mutating func log(_ entries: [TicketLogEntry], after count: Int, of ticket: TicketID) {
        guard !entries.isEmpty else { return }
        queries.append(TicketStore.append(entries, after: count, to: ticket, of: tenant))
    }

    /// Writes the clocks as they are left, stamps what is to be stamped, and tells of it.
    mutating func clocks(_ book: ClockBook, _ happenings: [ClockBook.Happening]) throws {
        let left = book.machines.map { (machine: $0, due: book.wake($0, after: now)) }
        if !left.isEmpty { queries.append(try ClockStore.write(left, of: book.ticket, tenant)) }
        nextDue = left.compactMap(\.due).min()
        for happening in happenings { try write(happening, book) }
    }

    /// Has the support statements made, or made anew, that count what happened to a ticket.
    mutating func count(
        _ ticket: TicketResource, _ terms: SupportTerms?, _ happenings: [ClockBook.Happening], _ entries: [TicketLogEntry]
    ) {
        guard let terms else { return }
        var instants = happenings.compactMap { happening -> Instant? in
            switch happening.action {
            case .judged(let verdict): verdict.at
            case .restated(let was, _): was?.at
            case .started, .warned: nil
            }
        }
        let countsAnswers = terms.document.objectives.contains(where: SupportTally.counts)
        if countsAnswers, entries.contains(where: { $0.kind == .opened || $0.kind == .responded }) {
            instants.append(ticket.openedAt)
        }
        let months = Set(instants.map { SupportMonth(of: ticket.customer, terms, at: $0) })
        queries += months.sorted { $0.interval.start < $1.interval.start }
            .map { SupportStatementStore.schedule($0, at: now, of: tenant) }
        if months.contains(where: { $0.interval.end <= now }) { nextDue = min(nextDue ?? now, now) }
    }

    private mutating func write(_ happening: ClockBook.Happening, _ book: ClockBook) throws {
        switch happening.action {
        case .started: if let clock = happening.clock { try tell(ClockStarted(clock: clock), about: book.ticket) }
        case .warned(let seconds, let to):
            if let clock = happening.clock {
                let warning = ClockWarning(
                    clock: clock, thresholdSeconds: seconds, escalatedTo: to.isEmpty ? nil : to)
                try tell(warning, about: book.ticket)
            }
        case .judged(let verdict):
            try stamp(ClockStamp(stampedAt: now, verdict: verdict, restated: nil), happening.measure, book)
            verdicts.append(verdict)
            guard let clock = happening.clock else { return }
            switch verdict.outcome {
            case .met: try tell(ClockMet(clock: clock), about: book.ticket)
            case .breached: try tell(ClockBreached(clock: clock), about: book.ticket)
            }
        case .restated(let was, let because):
            try stamp(ClockStamp(stampedAt: now, verdict: was, restated: because), happening.measure, book)
            let told = ClockRestated(
                ticket: book.ticket, customer: book.customer, measure: happening.measure, because: because, was: was,
                clock: happening.clock)
            try tell(told, about: book.ticket)
        }
    }

    private mutating func stamp(_ stamp: ClockStamp, _ measure: ClockResource.Measure, _ book: ClockBook) throws {
        queries.append(try ClockStore.stamp(stamp, measure, of: book.ticket.uuid, tenant))
    }

    private mutating func tell(_ payload: some EventPayload, about ticket: TicketID) throws {
        events.append(try OutboxEvent(payload, tenant: tenant, subject: ticket.description, at: now))
    }
}
