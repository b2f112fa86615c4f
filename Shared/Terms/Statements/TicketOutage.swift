/// A ticket about an outage, as far as downtime depends on it.
public struct TicketOutage: Hashable, Sendable, Codable {
    /// The ticket's id.
    public let id: String
    /// When it was opened.
    public let openedAt: Instant
    /// When it was resolved; nil while it is open.
    public let resolvedAt: Instant?

    /// A ticket that was opened then.
    public init(id: String, openedAt: Instant, resolvedAt: Instant? = nil) {
        self.id = id
        self.openedAt = openedAt
        self.resolvedAt = resolvedAt
    }

    /// How long it was open, up to an instant.
    func time(until now: Instant) -> Interval {
        Interval(openedAt, min(resolvedAt ?? now, now))
    }
}
