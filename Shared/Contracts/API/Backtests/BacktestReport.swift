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
    /// The credits that would have been due if they had been claimed in time.
    public let credits: [BacktestCredit]
    /// What those come to; absent where no fees are known, or an approver decides.
    public let creditTotal: Money?
    /// What would have become of the claims in the facts, in the order in which they were filed.
    public let claims: [BacktestClaim]
    /// How the clocks of the tickets in the facts stand.
    public let tickets: [BacktestTicket]
    /// Promises that could not be worked out, and why.
    public let omitted: [BacktestOmission]
    /// What another agreement makes of the same facts.
    public let against: BacktestComparison?

    /// A report of these parts.
    public init(
        agreement: String, edition: String, title: String, from: Instant, to: Instant, statements: [StatementResource],
        credits: [BacktestCredit], creditTotal: Money?, claims: [BacktestClaim], tickets: [BacktestTicket],
        omitted: [BacktestOmission], against: BacktestComparison?
    ) {
        self.agreement = agreement
        self.edition = edition
        self.title = title
        self.from = from
        self.to = to
        self.statements = statements
        self.credits = credits
        self.creditTotal = creditTotal
        self.claims = claims
        self.tickets = tickets
        self.omitted = omitted
        self.against = against
    }
}

/// A promise that could not be worked out.
public struct BacktestOmission: Codable, Hashable, Sendable {
    /// The commitment's id.
    public let commitment: String
    /// The service's key.
    public let service: String
    /// Why.
    public let reason: String

    /// A promise that was left out.
    public init(commitment: String, service: String, reason: String) {
        self.commitment = commitment
        self.service = service
        self.reason = reason
    }
}
