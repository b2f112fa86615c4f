import Contracts
import Terms

/// How the clocks of a ticket are worked out from its log: by the terms that held when it was made, and no others.
struct ClockRules: Sendable {
    let terms: SupportTerms
    let tier: SupportTier
    let calendar: ServiceCalendar

    /// The rules of a ticket; nil where no clock runs.
    init?(_ terms: SupportTerms, of ticket: TicketResource) {
        guard ticket.terms?.withoutClocks == nil, let tier = terms.tier, let calendar = terms.document.calendar(tier.calendar)
        else { return nil }
        self.terms = terms
        self.tier = tier
        self.calendar = calendar
    }

    /// A clock as the log makes it.
    struct Reading: Sendable {
        let promise: ClockPromise
        let run: TicketRun
        let clock: TicketClock
    }

    /// What is measured of tickets, in the order in which it happens.
    static let measures: [ClockResource.Measure] = [.acknowledgement, .firstResponse, .resolution]

    /// Those of them that the level of support promises anything about.
    var measures: [ClockResource.Measure] {
        Self.measures.filter { measure in tier.targets.contains { $0.measure == Self.target(measure) } }
    }

    /// When a ticket was merged into another; its clocks stand still from then on.
    static func merged(_ log: [TicketLogEntry]) -> Instant? { log.first { $0.kind == .merged }?.at }

    /// A clock at an instant; nil where nothing is promised for the ticket's priority, or the clock has not started.
    func reading(_ measure: ClockResource.Measure, _ log: [TicketLogEntry], at instant: Instant) -> Reading? {
        let now = min(instant, Self.merged(log) ?? instant)
        let events = events(of: log, for: measure)
        let run = measure == .resolution ? TicketRun.resolution(events, at: now) : TicketRun.response(events, at: now)
        guard let run, let promise = promise(measure, run.priority) else { return nil }
        return Reading(
            promise: promise, run: run, clock: run.clock(target: promise.targetSeconds, calendar: calendar, at: now))
    }

    private func promise(_ measure: ClockResource.Measure, _ priority: String) -> ClockPromise? {
        guard let kind = Self.target(measure), let target = tier.target(kind, priority: priority) else { return nil }
        return ClockPromise(
            priority: priority, clause: target.clause, strength: target.strength, targetSeconds: target.within.seconds,
            aimSeconds: target.aim?.seconds, ladder: ladder(measure, priority))
    }

    /// The agreement's ladder, on the last clock of those that run for a priority: it is climbed until that is over.
    private func ladder(_ measure: ClockResource.Measure, _ priority: String) -> [ClockPromise.Rung]? {
        let last = Self.measures.last { measure in
            Self.target(measure).flatMap { tier.target($0, priority: priority) } != nil
        }
        guard measure == last, let steps = terms.document.escalation(of: priority)?.steps, !steps.isEmpty else { return nil }
        return steps.map { ClockPromise.Rung(afterSeconds: $0.after.seconds, to: $0.to) }
    }

    private static func target(_ measure: ClockResource.Measure) -> SupportTarget.Measure? {
        switch measure {
        case .acknowledgement: .acknowledgement
        case .firstResponse: .firstResponse
        case .resolution: .resolution
        case .nextUpdate: nil
        }
    }

    /// The log in the words of the kernel. Clocks start at receipt, or when the request states all that it must, as the version
    /// says; what happened before that happened at the start. A version may keep the target of the priority at the opening.
    private func events(of log: [TicketLogEntry], for measure: ClockResource.Measure) -> [TicketEvent] {
        let opened = log.first { $0.kind == .opened }
        let completed = log.first { $0.kind == .completed }?.at
        let intake = tier.intake
        let started = opened.flatMap { intake?.start(receivedAt: $0.at, completedAt: completed) ?? (intake == nil ? $0.at : nil) }
        guard let opened, let started else { return [] }
        let keepsTarget = terms.document.reclassifications.first?.clock == .oldTarget
        let first = TicketEvent(.created, at: started, priority: opened.priority ?? "")
        return [first]
            + log.compactMap { entry in
                guard let kind = Self.kind(of: entry.kind, for: measure), !(keepsTarget && kind == .priority) else { return nil }
                return TicketEvent(kind, at: max(entry.at, started), priority: entry.priority)
            }
    }

    private static func kind(of kind: TicketLogEntry.Kind, for measure: ClockResource.Measure) -> TicketEvent.Kind? {
        switch kind {
        case .opened, .completed, .closed, .merged: nil
        case .priority: .priority
        case .acknowledged: measure == .acknowledgement ? .responded : nil
        case .responded: .responded
        case .waiting: .waitingOnCustomer
        case .waitingEnded: .customerReplied
        case .resolved: .resolved
        case .reopened: .reopened
        }
    }
}
