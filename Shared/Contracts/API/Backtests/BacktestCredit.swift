import Terms

/// The credit for the commitments under one remedy that were missed in one window.
public struct BacktestCredit: Codable, Hashable, Sendable {
    /// The remedy's id in the agreement.
    public let remedy: String
    /// The window that was missed.
    public let window: StatementResource.WindowResource
    /// The commitments that were missed in it.
    public let commitments: [String]
    /// Their services.
    public let services: [String]
    /// Whether it is due, and if not why.
    public let outcome: CreditVerdict.Outcome
    /// The amount; absent where no fees are known or an approver decides.
    public let amount: Money?
    /// How it came about, in order, with the clause of each step.
    public let steps: [CreditStep]
    /// What was asked of the customer, and whether it held.
    public let conditions: [ConditionResult]
    /// The clauses that it rests on.
    public let clauses: [String]
    /// The interpretations that bear on it.
    public let interpretations: [String]

    /// A credit as others see it. `amount` is left out where no fees are known.
    public init(_ verdict: CreditVerdict, window: Window, missed: [MissedCommitment], hasFees: Bool) {
        remedy = verdict.remedy
        self.window = StatementResource.WindowResource(window)
        commitments = missed.map(\.commitment)
        services = missed.map(\.service)
        outcome = verdict.outcome
        amount = hasFees ? verdict.amountMinor.flatMap { Money(amountMinor: $0, currency: verdict.currency) } : nil
        steps = verdict.steps
        conditions = verdict.conditions
        clauses = verdict.bearing.clauses
        interpretations = verdict.bearing.interpretations
    }
}

/// What would have become of a claim.
public struct BacktestClaim: Codable, Hashable, Sendable {
    /// The claim's id in the facts.
    public let id: String
    /// The commitment that it is about.
    public let commitment: String
    /// The service.
    public let service: String
    /// The window, such as `2026-03`.
    public let window: String
    /// When it was filed.
    public let filedAt: Instant
    /// How it stood on the day that it was filed.
    public let onFiling: ClaimStanding.State
    /// How it stands at the end.
    public let standing: ClaimStanding.State
    /// The last second in which it could be filed.
    public let fileUntil: Instant?
    /// Until when it must be answered.
    public let answerUntil: Instant?
    /// The credit, less what earlier claims were given; absent where there is none to work out.
    public let credit: BacktestCredit?
    /// The clauses that this rests on.
    public let clauses: [String]
    /// The interpretations that bear on it.
    public let interpretations: [String]

    /// What became of a claim.
    public init(
        id: String, statement: Statement, filedAt: Instant, onFiling: ClaimStanding, standing: ClaimStanding,
        credit: BacktestCredit?
    ) {
        self.id = id
        commitment = statement.commitment
        service = statement.service
        window = statement.window.label
        self.filedAt = filedAt
        self.onFiling = onFiling.state
        self.standing = standing.state
        fileUntil = (standing.deadline ?? onFiling.deadline)?.lastSecond
        answerUntil = standing.review?.due
        self.credit = credit
        clauses = standing.bearing.clauses
        let deadline = standing.deadline?.bearing.interpretations ?? []
        interpretations = standing.bearing.interpretations + deadline.filter { !standing.bearing.interpretations.contains($0) }
    }
}
