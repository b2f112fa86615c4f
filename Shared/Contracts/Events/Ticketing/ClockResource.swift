import Terms

/// A running measurement of a ticket or incident against one target of the agreement, as it stands at an instant.
public struct ClockResource: Codable, Hashable, Sendable {
    /// What is to happen in time.
    public enum Measure: String, CaseIterable, Codable, Sendable {
        /// Somebody takes the ticket on.
        case acknowledgement
        /// A person answers it for the customer to see.
        case firstResponse = "first_response"
        /// It is resolved.
        case resolution
        /// The provider says how an incident stands.
        case nextUpdate = "next_update"
    }

    /// The ticket that is measured; nil for an incident's clock.
    public let ticket: TicketID?
    /// The incident that is measured; nil for a ticket's clock.
    public let incident: IncidentID?
    /// Whose ticket it is; nil for an incident's clock.
    public let customer: CustomerID?
    /// What is to happen in time.
    public let measure: Measure
    /// The priority whose target it is; nil where the agreement has none.
    public let priority: String?
    /// How it stands.
    public let state: TicketClock.State
    /// The clause that promises it.
    public let clause: String
    /// Whether it binds.
    public let strength: Strength
    /// The agreement.
    public let agreement: AgreementID
    /// Its version.
    public let version: Int
    /// The calendar of that version in which it counts.
    public let calendar: String?
    /// The time that was promised, in open seconds.
    public let targetSeconds: Int64
    /// The time that is aimed for, where it is shorter, in open seconds.
    public let aimSeconds: Int64?
    /// The open seconds that have passed; when it is over, that it took.
    public let elapsedSeconds: Int64
    /// What is left, in open seconds; negative when it is over.
    public let remainingSeconds: Int64
    /// From when it counts.
    public let startedAt: Instant
    /// When the time is over, if nothing pauses it any more; nil while it pauses.
    public let dueAt: Instant?
    /// The verdict that stands; nil while there is none.
    public let verdict: ClockVerdict?
    /// Everything that was stamped, the oldest first; in answers about one ticket only.
    public var history: [ClockStamp]?

    /// A clock as it stands.
    public init(
        ticket: TicketID?, incident: IncidentID?, customer: CustomerID?, measure: Measure, priority: String?,
        state: TicketClock.State, clause: String, strength: Strength, agreement: AgreementID, version: Int, calendar: String?,
        targetSeconds: Int64, aimSeconds: Int64?, elapsedSeconds: Int64, startedAt: Instant, dueAt: Instant?,
        verdict: ClockVerdict?, history: [ClockStamp]? = nil
    ) {
        self.ticket = ticket
        self.incident = incident
        self.customer = customer
        self.measure = measure
        self.priority = priority
        self.state = state
        self.clause = clause
        self.strength = strength
        self.agreement = agreement
        self.version = version
        self.calendar = calendar
        self.targetSeconds = targetSeconds
        self.aimSeconds = aimSeconds
        self.elapsedSeconds = elapsedSeconds
        self.remainingSeconds = targetSeconds - elapsedSeconds
        self.startedAt = startedAt
        self.dueAt = dueAt
        self.verdict = verdict
        self.history = history
    }
}
