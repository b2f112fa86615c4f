/// A running measurement of a support request against one target, in one calendar, as it stands at an instant.
public struct TicketClock: Hashable, Sendable, Codable {
    /// How it stands.
    public enum State: String, CaseIterable, Hashable, Sendable, Codable {
        case running
        /// It waits for the customer.
        case paused
        /// What was to happen happened in time.
        case met
        /// It happened late, or the time is over.
        case breached
    }

    /// The time that was promised, in open seconds.
    public let targetSeconds: Int64
    /// The open seconds that have passed; when it is over, that it took.
    public let elapsedSeconds: Int64
    /// When the time is over, if nothing pauses it any more; nil while it is paused, and where the calendar never opens
    /// for so long.
    public let due: Instant?
    /// How it stands.
    public let state: State

    /// What is left of the time, in open seconds; negative when it is over.
    public var remainingSeconds: Int64 { targetSeconds - elapsedSeconds }
}

extension TicketClock {
    /// The clock of the first response. It never pauses.
    ///
    /// `targets` are open seconds by priority. A change of priority keeps the time that has passed, and applies the new
    /// priority's target from the creation on. Nil when the ticket does not exist at `now`, or its priority has no target.
    public static func response(
        _ events: [TicketEvent], targets: [String: Int64], calendar: ServiceCalendar, at now: Instant
    ) -> TicketClock? {
        guard let run = TicketRun.response(events, at: now), let target = targets[run.priority] else { return nil }
        return run.clock(target: target, calendar: calendar, at: now)
    }

    /// The clock of the resolution. It pauses while the ticket waits for the customer, and while it is resolved.
    public static func resolution(
        _ events: [TicketEvent], targets: [String: Int64], calendar: ServiceCalendar, at now: Instant
    ) -> TicketClock? {
        guard let run = TicketRun.resolution(events, at: now), let target = targets[run.priority] else { return nil }
        return run.clock(target: target, calendar: calendar, at: now)
    }

    init(target: Int64, elapsed: Int64, due: Instant?, isOver: Bool, isPaused: Bool) {
        targetSeconds = target
        elapsedSeconds = elapsed
        self.due = due
        state = elapsed > target ? .breached : isOver ? .met : isPaused ? .paused : .running
    }
}
