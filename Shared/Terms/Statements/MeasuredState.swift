/// The condition of a service by what its commitment counts as downtime.
struct MeasuredState {
    /// Of each component.
    let conditions: [String: Condition]
    /// Of the whole.
    private(set) var condition: Condition
    /// Seconds at the end of the elapsed time that do not count as down, and will if the outage goes on.
    private(set) var undecidedSeconds: Int64 = 0

    init(_ measure: AvailabilityMeasure, tree: ComponentTree, facts: StatementFacts, elapsed: Interval, isOpen: Bool) {
        // How long an outage is does not end with the window, only what counts of it.
        let known: Interval
        if case .outages = measure { known = Interval(.earliest, isOpen ? elapsed.end : .latest) } else { known = elapsed }
        var conditions = facts.components.mapValues { $0.clipped(to: known) }
        if case .slices(let rule) = measure {
            for (key, requests) in facts.requests {
                let slices = SliceDowntime.derive(requests, rule: rule, window: elapsed)
                let state = conditions[key] ?? Condition(unknown: IntervalSet(elapsed))
                let declared = (facts.declared[key] ?? .empty).clipped(to: elapsed)
                conditions[key] = Condition(
                    down: slices.down.union(state.down.intersection(slices.unknown)).union(declared),
                    unknown: state.unknown.intersection(slices.unknown))
            }
        }
        for key in tree.components where conditions[key] == nil {
            conditions[key] = Condition(unknown: IntervalSet(elapsed))
        }
        self.conditions = conditions
        condition = tree.condition(of: conditions)
        switch measure {
        case .outages(let rule): count(rule, in: elapsed, isOpen: isOpen)
        case .tickets(let rule): count(rule, facts.tickets, until: elapsed.end)
        case .time, .slices, .executions, .meanOfSlices, .resourceTime, .affectedUsers: break
        }
    }

    private mutating func count(_ rule: AvailabilityMeasure.Outages, in elapsed: Interval, isOpen: Bool) {
        let counted = CountedOutages.derive(condition.down, rule: rule)
        if isOpen {
            let dropped = condition.down.subtracting(counted)
            // Anything within reach of the end may still become part of an outage that counts.
            let end = elapsed.end
            let reach = max(elapsed.start, end.advanced(by: -rule.reachSeconds))
            undecidedSeconds = Interval(dropped.clipped(to: Interval(reach, end)).span?.start ?? end, end).seconds
        }
        condition = Condition(down: counted, unknown: condition.unknown)
    }

    private mutating func count(_ rule: AvailabilityMeasure.Tickets, _ tickets: [TicketOutage], until end: Instant) {
        let open = IntervalSet(tickets.map { $0.time(until: end) })
        switch rule.counted {
        case .ticketTime: condition = Condition(down: open, unknown: condition.unknown)
        case .outageTime: condition = Condition(down: condition.down.intersection(open), unknown: condition.unknown)
        }
    }
}
