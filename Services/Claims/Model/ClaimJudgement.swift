import Contracts
import Terms

/// The verdicts on a claim, and what follows from them.
struct ClaimJudgement: Sendable, Equatable {
    /// What follows.
    enum Standing: Sendable, Equatable {
        /// The window is open, or its statement has not settled.
        case waits
        /// The agreement leaves no choice.
        case refused(RefusalReason, clauses: [String])
        /// Something that was asked for is missing.
        case needsEvidence
        /// Somebody must answer; where the agreement asks for no approval, it is granted.
        case ready(needsApproval: Bool)
    }

    /// The five verdicts.
    let verdicts: ClaimFindings
    /// What follows.
    let standing: Standing
    /// The revision of the statement that they rest on.
    let statementRevision: Int?
    /// When an answer is due.
    let review: ClaimResource.Review?

    /// Judges a case.
    ///
    /// - Parameter ignoring: leaves out the credits that were given for these statements: what the whole would come to.
    init(_ claim: ClaimCase, ignoring: Set<StatementID> = []) {
        let eligibility = claim.eligibility()
        let breach = claim.breach()
        let timeliness = claim.timeliness()
        let evidence = claim.evidence()
        let amount = claim.amount(eligibility, ignoring: ignoring)
        verdicts = ClaimFindings(
            breach: breach, eligibility: eligibility, timeliness: timeliness, evidence: evidence, amount: amount)
        standing = Self.standing(verdicts, needsApproval: claim.remedy?.claim?.needsApproval ?? true)
        statementRevision = claim.statement?.resource.revision
        review = claim.review()
    }

    /// What the verdicts come to. What the agreement alone decides is decided at once; what is only missing is asked for; all
    /// else is somebody's to answer. Missing fees refuse nothing.
    private static func standing(_ verdicts: ClaimFindings, needsApproval: Bool) -> Standing {
        let eligibility = verdicts.eligibility
        switch eligibility.verdict {
        case .noRemedyClause: return .refused(.noRemedyClause, clauses: eligibility.clauses)
        case .notGuaranteed: return .refused(.notGuaranteed, clauses: eligibility.clauses)
        case .notCovered: return .refused(.notCovered, clauses: eligibility.clauses)
        case .trial: return .refused(.trial, clauses: eligibility.clauses)
        case .preconditionFailed, .unproven, .eligible: break
        }
        guard verdicts.breach.isFinal else { return .waits }
        switch verdicts.breach.verdict {
        case .met, .pending: return .refused(.notMissed, clauses: verdicts.breach.clauses)
        case .notMeasurable: return .refused(.notMeasurable, clauses: verdicts.breach.clauses)
        case .missed: break
        }
        if verdicts.timeliness.verdict == .late { return .refused(.late, clauses: verdicts.timeliness.clauses) }
        if eligibility.verdict == .preconditionFailed {
            return .refused(.preconditionFailed, clauses: eligibility.clauses)
        }
        switch verdicts.amount.verdict {
        case .alreadyCredited: return .refused(.alreadyCredited, clauses: verdicts.amount.clauses)
        case .nothing: return .refused(.nothingDue, clauses: verdicts.amount.clauses)
        case .due, .discretionary, .feesUnknown, .otherCurrency, .pending: break
        }
        if verdicts.evidence.verdict == .incomplete || eligibility.verdict == .unproven { return .needsEvidence }
        // An amount that is not the agreement's to say is an approver's, whoever else may grant.
        return .ready(needsApproval: needsApproval || verdicts.amount.verdict != .due)
    }
}
