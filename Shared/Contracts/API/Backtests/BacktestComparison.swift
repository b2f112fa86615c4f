import Terms

/// What another agreement makes of the same facts, and where the two differ.
public struct BacktestComparison: Codable, Sendable {
    /// The other agreement's key.
    public let agreement: String
    /// Its edition.
    public let edition: String
    /// What its credits come to.
    public let creditTotal: Money?
    /// What the agreement's credits come to above the other's; negative when they come to less.
    public let creditDifference: Money?
    /// How many windows were compared.
    public let compared: Int
    /// The windows in which the two differ.
    public let differences: [BacktestDifference]
    /// The windows in which their objectives differ.
    public let objectives: [BacktestObjectiveDifference]
    /// The clocks of tickets in which the two differ.
    public let tickets: [BacktestTicketDifference]

    /// A comparison with another agreement.
    public init(
        agreement: String, edition: String, creditTotal: Money?, creditDifference: Money?, compared: Int,
        differences: [BacktestDifference], objectives: [BacktestObjectiveDifference], tickets: [BacktestTicketDifference]
    ) {
        self.agreement = agreement
        self.edition = edition
        self.creditTotal = creditTotal
        self.creditDifference = creditDifference
        self.compared = compared
        self.differences = differences
        self.objectives = objectives
        self.tickets = tickets
    }
}

/// A window in which two agreements differ.
public struct BacktestDifference: Codable, Hashable, Sendable {
    /// What one of them makes of it.
    public struct Side: Codable, Hashable, Sendable {
        /// Whether the promise was kept.
        public let verdict: Verdict
        /// The availability in per cent, rounded down to 4 places.
        public let availabilityPercent: String?
        /// What was promised.
        public let target: Percent
        /// Percent of the fees that may be claimed.
        public let remedyPercent: String?
        /// The clause that makes the promise.
        public let clause: String

        /// One agreement's statement.
        public init(_ statement: StatementResource) {
            verdict = statement.verdict
            availabilityPercent = statement.availabilityPercent
            target = statement.target
            remedyPercent = statement.remedy?.percent
            clause = statement.clause
        }
    }

    /// The commitment's id.
    public let commitment: String
    /// The service's key.
    public let service: String
    /// The window's name.
    public let window: String
    /// What the agreement makes of it; absent where it promises nothing there.
    public let ours: Side?
    /// What the other makes of it; absent where that promises nothing there.
    public let theirs: Side?

    /// A window, as both see it.
    public init(commitment: String, service: String, window: String, ours: Side?, theirs: Side?) {
        self.commitment = commitment
        self.service = service
        self.window = window
        self.ours = ours
        self.theirs = theirs
    }
}
