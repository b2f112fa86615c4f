import Terms

/// A clock of a ticket in which two agreements differ.
public struct BacktestTicketDifference: Codable, Hashable, Sendable {
    /// What one of them makes of it.
    public struct Side: Codable, Hashable, Sendable {
        /// The level of support.
        public let tier: String
        /// How the clock stands.
        public let state: TicketClock.State
        /// The time that was promised, in open seconds.
        public let targetSeconds: Int64
        /// The open seconds that have passed.
        public let elapsedSeconds: Int64
        /// The clause of the target.
        public let clause: String

        /// One agreement's clock.
        public init(_ ticket: BacktestTicket) {
            tier = ticket.tier
            state = ticket.state
            targetSeconds = ticket.targetSeconds
            elapsedSeconds = ticket.elapsedSeconds
            clause = ticket.clause
        }
    }

    /// The ticket's id.
    public let id: String
    /// What must happen: `first_response`, `resolution`.
    public let measure: String
    /// What the agreement makes of it; absent where it promises nothing.
    public let ours: Side?
    /// What the other makes of it; absent where that promises nothing.
    public let theirs: Side?

    /// A clock, as both see it; nil where they see the same, and where there is nothing to see.
    public init?(_ ours: BacktestTicket?, _ theirs: BacktestTicket?) {
        guard let any = ours ?? theirs else { return nil }
        if let ours, let theirs, ours.state == theirs.state, ours.targetSeconds == theirs.targetSeconds,
            ours.elapsedSeconds == theirs.elapsedSeconds
        {
            return nil
        }
        id = any.id
        measure = any.measure
        self.ours = ours.map { Side($0) }
        self.theirs = theirs.map { Side($0) }
    }
}
