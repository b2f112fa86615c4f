import Terms

/// What an agreement comes to over facts that were recorded before: every statement, and what would have followed from it.
public struct BacktestReport: Codable, Sendable {
    /// The agreement's key.
    public let agreement: String
    /// Its edition, as the source names it.
    public let edition: String
    /// Its title.
    public let title: String
    /// The first second that was asked about.
    public let from: Instant
    /// Up to when facts are known: windows that end later are open.
    public let to: Instant
    /// The statements, in order of commitment, service and window.
    public let statements: [StatementResource]
    /// What the objectives came to, in order of objective and window.
    public let objectives: [BacktestObjective]
    /// The credits that would have been due if they had been claimed in time.
    public let credits: [BacktestCredit]
    /// What those come to; absent where no fees are known, or an approver decides.
    public let creditTotal: Money?
    /// What would have become of the claims in the facts, in the order in which they were filed.
    public let claims: [BacktestClaim]
    /// How the clocks of the tickets in the facts stand.
    public let tickets: [BacktestTicket]
    /// What could not be worked out of what was recorded, and why.
    public let notEvaluated: [BacktestOmission]
    /// What another agreement makes of the same facts.
    public let against: BacktestComparison?

    /// A report of these parts.
    public init(
        agreement: String, edition: String, title: String, from: Instant, to: Instant, statements: [StatementResource],
        objectives: [BacktestObjective], credits: [BacktestCredit], creditTotal: Money?, claims: [BacktestClaim],
        tickets: [BacktestTicket], notEvaluated: [BacktestOmission], against: BacktestComparison?
    ) {
        self.agreement = agreement
        self.edition = edition
        self.title = title
        self.from = from
        self.to = to
        self.statements = statements
        self.objectives = objectives
        self.credits = credits
        self.creditTotal = creditTotal
        self.claims = claims
        self.tickets = tickets
        self.notEvaluated = notEvaluated
        self.against = against
    }
}
