import Terms

/// May this customer claim it?
public struct EligibilityVerdict: Codable, Hashable, Sendable {
    /// What came out.
    public enum Outcome: String, Codable, Hashable, Sendable, CaseIterable {
        case eligible
        case noRemedyClause = "no_remedy_clause"
        case notGuaranteed = "not_guaranteed"
        case notCovered = "not_covered"
        case trial
        case preconditionFailed = "precondition_failed"
        /// A binding condition is not known to hold.
        case unproven
    }

    /// What came out.
    public var verdict: Outcome
    /// The agreement's conditions, and whether they held.
    public var conditions: [ConditionResult]
    /// The clauses.
    public var clauses: [String]

    /// A verdict.
    public init(verdict: Outcome, conditions: [ConditionResult], clauses: [String]) {
        self.verdict = verdict
        self.conditions = conditions
        self.clauses = clauses
    }
}
