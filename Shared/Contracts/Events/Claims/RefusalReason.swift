/// Why a claim was refused.
public enum RefusalReason: String, Codable, Hashable, Sendable, CaseIterable {
    /// The agreement grants nothing for the commitment.
    case noRemedyClause = "no_remedy_clause"
    /// The commitment is an aim, and founds no claim.
    case notGuaranteed = "not_guaranteed"
    /// The customer had no such promise: no subscription in the window, or another plan.
    case notCovered = "not_covered"
    /// The customer was on a free trial.
    case trial
    /// The window closed, and the commitment was kept.
    case notMissed = "not_missed"
    /// The window closed, and there was nothing to judge by.
    case notMeasurable = "not_measurable"
    /// It arrived after the deadline.
    case late
    /// Something that the agreement makes a condition was not so.
    case preconditionFailed = "precondition_failed"
    /// The breach has its credit already.
    case alreadyCredited = "already_credited"
    /// The credit comes to nothing.
    case nothingDue = "nothing_due"
    /// What the agreement asks for was not given.
    case insufficientEvidence = "insufficient_evidence"
    /// Something else, in the approver's words.
    case other
}
