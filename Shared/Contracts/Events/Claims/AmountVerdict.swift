import Terms

/// What does it come to?
public struct AmountVerdict: Codable, Hashable, Sendable {
    /// What came out.
    public enum Outcome: String, Codable, Hashable, Sendable, CaseIterable {
        /// A credit is due.
        case due
        /// It comes to nothing.
        case nothing
        /// The window has its credit already.
        case alreadyCredited = "already_credited"
        /// An approver decides on the amount.
        case discretionary
        /// No fees are known that it could be a share of.
        case feesUnknown = "fees_unknown"
        /// The agreement names an amount in another currency than the customer's.
        case otherCurrency = "other_currency"
        /// There is nothing to count from yet.
        case pending
    }

    /// What came out.
    public var verdict: Outcome
    /// What is to be credited; absent where that is not the agreement's to say.
    public var amount: Money?
    /// The most that the caps still allow; absent where nothing bounds it.
    public var most: Money?
    /// The fees that it is a share of, exactly, in minor units.
    public var baseMinor: Rational?
    /// Per cent of those fees that the window comes to, exactly, before rounding and before what was given already.
    public var appliedPercent: Rational?
    /// How it came about, in order.
    public var steps: [CreditStep]
    /// The agreement's caps as they hold here.
    public var caps: [CapResult]
    /// The clauses.
    public var clauses: [String]
    /// The interpretations that bear on it, by id.
    public var interpretations: [String]

    /// A verdict.
    public init(
        verdict: Outcome, amount: Money? = nil, most: Money? = nil, baseMinor: Rational? = nil, appliedPercent: Rational? = nil,
        steps: [CreditStep] = [], caps: [CapResult] = [], clauses: [String] = [], interpretations: [String] = []
    ) {
        self.verdict = verdict
        self.amount = amount
        self.most = most
        self.baseMinor = baseMinor
        self.appliedPercent = appliedPercent
        self.steps = steps
        self.caps = caps
        self.clauses = clauses
        self.interpretations = interpretations
    }
}
