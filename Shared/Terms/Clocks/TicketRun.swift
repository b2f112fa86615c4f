/// What a clock of a request counts: from when, until when, and what not.
public struct TicketRun: Hashable, Sendable {
    /// From when it counts.
    public let startedAt: Instant
    /// The priority of the request now.
    public let priority: String
    /// Pauses that are over.
    public let pauses: IntervalSet
    /// Since when it pauses; nil while it does not.
    public let pausedAt: Instant?
    /// When what was to happen happened; nil while it has not.
    public let endedAt: Instant?

    /// What the clock of the first response counts. It never pauses. Nil when there is no request at `now`.
    public static func response(_ events: [TicketEvent], at now: Instant) -> TicketRun? {
        TicketHistory(events, at: now).map { ticket in
            TicketRun(
                startedAt: ticket.createdAt, priority: ticket.priority, pauses: .empty, pausedAt: nil, endedAt: ticket.respondedAt
            )
        }
    }

    /// What the clock of the resolution counts. It pauses while the request waits for the customer, and while it is resolved.
    /// Nil when there is no request at `now`.
    public static func resolution(_ events: [TicketEvent], at now: Instant) -> TicketRun? {
        TicketHistory(events, at: now).map { ticket in
            TicketRun(
                startedAt: ticket.createdAt, priority: ticket.priority, pauses: IntervalSet(ticket.pauses),
                pausedAt: ticket.waitingSince, endedAt: ticket.resolvedAt)
        }
    }

    /// When so many open seconds have passed, if nothing pauses it any more; nil while it pauses, and where the calendar never
    /// opens for so long.
    public func reaches(_ seconds: Int64, in calendar: ServiceCalendar) -> Instant? {
        pausedAt == nil ? calendar.due(seconds, after: startedAt, pauses: pauses) : nil
    }

    /// How it stands against a target in open seconds.
    public func clock(target: Int64, calendar: ServiceCalendar, at now: Instant) -> TicketClock {
        let end = endedAt ?? pausedAt ?? now
        return TicketClock(
            target: target, elapsed: calendar.elapsed(in: Interval(startedAt, end), pauses: pauses),
            due: reaches(target, in: calendar), isOver: endedAt != nil, isPaused: pausedAt != nil)
    }
}
