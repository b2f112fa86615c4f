import Terms

/// How the promises of an agreement about a customer's tickets were kept in a calendar month of its zone.
public struct SupportStatementResource: Codable, Hashable, Sendable {
    /// Where a statement stands.
    public enum State: String, CaseIterable, Codable, Sendable {
        /// The month is over; a correction restates it.
        case provisional
        /// The settling time is over; a correction still restates it.
        case final
    }

    /// How a promise with a deadline was kept: by the verdicts that stand and fell in the month.
    public struct Promise: Codable, Hashable, Sendable {
        /// What was to happen in time.
        public let measure: ClockResource.Measure
        /// The priority whose target it was; nil where the agreement has none.
        public let priority: String?
        /// The clause.
        public let clause: String
        /// Whether it binds.
        public let strength: Strength
        /// The version of the agreement.
        public let version: Int
        /// The time that was promised, in open seconds.
        public let targetSeconds: Int64
        /// How often it was kept.
        public let met: Int64
        /// How often it was not.
        public let breached: Int64
        /// The tickets of which it was not, the first hundred.
        public let breachedTickets: [TicketID]

        /// A promise with a deadline.
        public init(
            measure: ClockResource.Measure, priority: String?, clause: String, strength: Strength, version: Int,
            targetSeconds: Int64, met: Int64, breached: Int64, breachedTickets: [TicketID]
        ) {
            self.measure = measure
            self.priority = priority
            self.clause = clause
            self.strength = strength
            self.version = version
            self.targetSeconds = targetSeconds
            self.met = met
            self.breached = breached
            self.breachedTickets = breachedTickets
        }
    }

    /// How an average was kept over the tickets that were opened in the month.
    public struct Average: Codable, Hashable, Sendable {
        /// The objective's id in the agreement.
        public let objective: String
        /// The clause.
        public let clause: String
        /// Whether it binds.
        public let strength: Strength
        /// The version of the agreement.
        public let version: Int
        /// How many were answered.
        public let answered: Int64
        /// How many were not, until the statement was made.
        public let unanswered: Int64
        /// The seconds of all those answers together.
        public let totalSeconds: Int64
        /// The mean in seconds, exactly, as a fraction; nil where nothing was answered.
        public let meanSeconds: Rational?
        /// What came out.
        public let verdict: ObjectiveResult.Verdict

        /// An average.
        public init(
            objective: String, clause: String, strength: Strength, version: Int, answered: Int64, unanswered: Int64,
            totalSeconds: Int64, verdict: ObjectiveResult.Verdict
        ) {
            self.objective = objective
            self.clause = clause
            self.strength = strength
            self.version = version
            self.answered = answered
            self.unanswered = unanswered
            self.totalSeconds = totalSeconds
            self.meanSeconds = answered > 0 ? Rational(Int128(totalSeconds), over: Int128(answered)) : nil
            self.verdict = verdict
        }
    }

    /// Identifies it through every correction.
    public let id: SupportStatementID
    /// Whose tickets.
    public let customer: CustomerID
    /// By which agreement.
    public let agreement: AgreementID
    /// `2026-03`
    public let month: String
    /// The first second of the month in the agreement's zone.
    public let from: Instant
    /// The first second after it.
    public let to: Instant
    /// Where it stands.
    public var state: State
    /// 1, and one more with every correction.
    public let revision: Int
    /// What was promised with a deadline.
    public let promises: [Promise]
    /// What was promised on average.
    public let averages: [Average]
    /// When this revision was made.
    public let madeAt: Instant

    /// A statement.
    public init(
        id: SupportStatementID, customer: CustomerID, agreement: AgreementID, month: String, from: Instant, to: Instant,
        state: State, revision: Int, promises: [Promise], averages: [Average], madeAt: Instant
    ) {
        self.id = id
        self.customer = customer
        self.agreement = agreement
        self.month = month
        self.from = from
        self.to = to
        self.state = state
        self.revision = revision
        self.promises = promises
        self.averages = averages
        self.madeAt = madeAt
    }
}
