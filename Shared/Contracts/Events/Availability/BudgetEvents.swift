import Terms

/// So much of the error budget of an open window is spent. Told once for a window and a threshold, unless a correction has taken
/// the spending back below it meanwhile (``BudgetRecovered``).
public struct BudgetThresholdCrossed: EventPayload {
    /// `pledge.availability.budget.threshold_crossed.v1`
    public static let type = "pledge.availability.budget.threshold_crossed.v1"
    /// The budget as it stands.
    public let budget: BudgetResource
    /// The threshold: 50, 80 or 100 per cent.
    public let thresholdPercent: Int
    /// When it was reached, by the times of the facts.
    public let at: Instant

    /// Tells of a threshold.
    public init(budget: BudgetResource, thresholdPercent: Int, at: Instant) {
        self.budget = budget
        self.thresholdPercent = thresholdPercent
        self.at = at
    }
}

/// The promise of an open window cannot be kept any more, even if all the rest of it is up. Told once for a window, unless a
/// correction has made it possible again meanwhile (``BudgetRecovered``).
public struct CommitmentBreachCertain: EventPayload {
    /// `pledge.availability.commitment.breach_certain.v1`
    public static let type = "pledge.availability.commitment.breach_certain.v1"
    /// The budget as it stands.
    public let budget: BudgetResource
    /// Since when it is certain, by the times of the facts.
    public let at: Instant

    /// Tells of a breach to come.
    public init(budget: BudgetResource, at: Instant) {
        self.budget = budget
        self.at = at
    }
}

/// What was told of the error budget of an open window is not so any more: facts were corrected, time was excluded, or downtime
/// left a rolling window. What is reached again is told again.
public struct BudgetRecovered: EventPayload {
    /// `pledge.availability.budget.recovered.v1`
    public static let type = "pledge.availability.budget.recovered.v1"
    /// The budget as it stands.
    public let budget: BudgetResource
    /// The thresholds that were told and are not reached any more, ascending; empty where only the breach is withdrawn.
    public let withdrawnPercents: [Int]
    /// Whether a breach was told as certain, and the promise can be kept after all.
    public let isBreachWithdrawn: Bool

    /// Takes back what was told.
    public init(budget: BudgetResource, withdrawnPercents: [Int], isBreachWithdrawn: Bool) {
        self.budget = budget
        self.withdrawnPercents = withdrawnPercents
        self.isBreachWithdrawn = isBreachWithdrawn
    }
}
