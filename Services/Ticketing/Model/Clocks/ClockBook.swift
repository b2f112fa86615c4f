import Contracts
import Terms

/// The clocks of a ticket, its log, and the rules by which the one makes the other.
struct ClockBook: Sendable {
    /// What a clock does, and how it stands then.
    struct Happening: Sendable, Equatable {
        let measure: ClockResource.Measure
        let action: ClockMachine.Action
        /// Nil where nothing is promised any more.
        let clock: ClockResource?
        let at: Instant
    }

    let ticket: TicketID
    let customer: CustomerID
    /// Nil where no clock runs.
    let rules: ClockRules?
    private(set) var log: [TicketLogEntry]
    private(set) var machines: [ClockMachine]

    /// The clocks of a ticket as they were left, in any order; those that were not there yet begin.
    init(_ ticket: TicketResource, _ rules: ClockRules?, _ log: [TicketLogEntry], _ left: [ClockMachine] = []) {
        self.ticket = ticket.id
        customer = ticket.customer
        self.rules = rules
        self.log = log
        machines = (rules?.measures ?? []).map { measure in
            left.first { $0.measure == measure } ?? ClockMachine(measure)
        }
    }

    /// Time passes.
    mutating func pass(to now: Instant, warns: Bool = true) -> [Happening] {
        guard let rules else { return [] }
        var happenings: [Happening] = []
        for index in machines.indices {
            for action in machines[index].settle(log, at: now, rules, warns: warns) {
                let clock = resource(machines[index], at: now)
                happenings.append(Happening(measure: machines[index].measure, action: action, clock: clock, at: now))
            }
        }
        return happenings
    }

    /// Something happens, all of it at one instant: time passes up to it first, so that what was late by then is judged late.
    mutating func hear(_ entries: [TicketLogEntry]) -> [Happening] {
        guard let at = entries.first?.at else { return [] }
        let before = log.isEmpty ? [] : pass(to: at, warns: false)
        log += entries
        return before + pass(to: at)
    }

    /// When the clocks must be looked at again if nothing else happens.
    func wake(_ machine: ClockMachine, after now: Instant) -> Instant? {
        rules.flatMap { machine.wake(log, after: now, $0) }
    }

    /// The clocks as they stand.
    func resources(at now: Instant) -> [ClockResource] {
        machines.compactMap { resource($0, at: now) }
    }

    private func resource(_ machine: ClockMachine, at now: Instant) -> ClockResource? {
        guard let rules, let reading = rules.reading(machine.measure, log, at: now) else { return nil }
        let isStill = machine.verdict == nil && ClockRules.merged(log) != nil
        return ClockResource(
            ticket: ticket, incident: nil, customer: customer, measure: machine.measure,
            priority: reading.promise.priority.isEmpty ? nil : reading.promise.priority,
            state: isStill ? .paused : reading.clock.state,
            clause: reading.promise.clause, strength: reading.promise.strength, agreement: rules.terms.agreement,
            version: rules.terms.version, calendar: rules.tier.calendar, targetSeconds: reading.promise.targetSeconds,
            aimSeconds: reading.promise.aimSeconds, elapsedSeconds: reading.clock.elapsedSeconds,
            startedAt: reading.run.startedAt, dueAt: isStill ? nil : reading.clock.due, verdict: machine.verdict)
    }
}
