import Terms

/// Was the promise broken?
public struct BreachVerdict: Codable, Hashable, Sendable {
    /// As the statement says; `pending` until there is one.
    public var verdict: Verdict
    /// Whether the statement has settled.
    public var isFinal: Bool
    /// What was promised.
    public var target: Percent
    /// What was measured, in per cent, rounded down.
    public var availabilityPercent: String?
    /// Seconds that count as down.
    public var measuredSeconds: Int64?
    /// Seconds that the claim says were down; absent where it says none.
    public var claimedSeconds: Int64?
    /// Those of them that were measured as down, too.
    public var confirmedSeconds: Int64?
    /// The clauses.
    public var clauses: [String]

    /// A verdict.
    public init(
        verdict: Verdict, isFinal: Bool, target: Percent, availabilityPercent: String?, measuredSeconds: Int64?,
        claimedSeconds: Int64?, confirmedSeconds: Int64?, clauses: [String]
    ) {
        self.verdict = verdict
        self.isFinal = isFinal
        self.target = target
        self.availabilityPercent = availabilityPercent
        self.measuredSeconds = measuredSeconds
        self.claimedSeconds = claimedSeconds
        self.confirmedSeconds = confirmedSeconds
        self.clauses = clauses
    }
}
