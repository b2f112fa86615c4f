import Terms

/// How one clock of a ticket stands.
public struct BacktestTicket: Codable, Hashable, Sendable {
    /// The ticket's id in the facts.
    public let id: String
    /// The level of support.
    public let tier: String
    /// What must happen: `first_response`, `resolution`.
    public let measure: String
    /// The clause of the target.
    public let clause: String
    /// Whether it binds.
    public let strength: Strength
    /// How it stands.
    public let state: TicketClock.State
    /// The time that was promised, in open seconds.
    public let targetSeconds: Int64
    /// The open seconds that have passed.
    public let elapsedSeconds: Int64
    /// When the time is over; absent while the clock is paused.
    public let due: Instant?

    /// A clock of a ticket.
    public init(id: String, tier: SupportTier, target: SupportTarget, clock: TicketClock) {
        self.id = id
        self.tier = tier.key
        measure = target.measure.rawValue
        clause = target.clause
        strength = target.strength
        state = clock.state
        targetSeconds = clock.targetSeconds
        elapsedSeconds = clock.elapsedSeconds
        due = clock.due
    }
}
