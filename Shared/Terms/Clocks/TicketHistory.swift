/// What the events of a ticket say about its clocks, up to an instant.
struct TicketHistory {
    let createdAt: Instant
    private(set) var priority: String
    private(set) var respondedAt: Instant?
    private(set) var resolvedAt: Instant?
    private(set) var waitingSince: Instant?
    /// Pauses of the resolution clock that are over.
    private(set) var pauses: [Interval] = []

    /// Nil when nothing was created by then.
    init?(_ events: [TicketEvent], at now: Instant) {
        let past = events.filter { $0.at <= now }.enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }.map(\.element)
        guard let created = past.first(where: { $0.kind == .created }), let priority = created.priority else { return nil }
        createdAt = created.at
        self.priority = priority
        for event in past { take(event) }
    }

    private mutating func take(_ event: TicketEvent) {
        switch event.kind {
        case .created: break
        case .priority: priority = event.priority ?? priority
        case .responded: respondedAt = respondedAt ?? event.at
        case .waitingOnCustomer:
            if resolvedAt == nil { waitingSince = waitingSince ?? event.at }
        case .customerReplied: endWaiting(event.at)
        case .resolved:
            endWaiting(event.at)
            resolvedAt = resolvedAt ?? event.at
        case .reopened:
            if let resolvedAt { pauses.append(Interval(resolvedAt, event.at)) }
            resolvedAt = nil
        }
    }

    private mutating func endWaiting(_ at: Instant) {
        if let waitingSince { pauses.append(Interval(waitingSince, at)) }
        waitingSince = nil
    }
}
