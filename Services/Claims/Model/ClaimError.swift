import Contracts

/// What a claim's state does not allow.
enum ClaimError: Error, Sendable, Equatable {
    /// Only a draft can be claimed.
    case notADraft(ClaimState)
    /// Only a claim under review is answered.
    case notUnderReview(ClaimState)
    /// What the agreement asks for is not there: it can be refused, not granted.
    case evidenceMissing
    /// Only a refusal is looked at again.
    case notRefused(ClaimState)
    /// It was decided, withdrawn, or has expired.
    case over(ClaimState)
    /// Whoever made a claim, or brought evidence for it, does not decide on it.
    case ownClaim
    /// An amount was named that is the agreement's to say, or none where it is not.
    case amount(String)
    /// It cannot be given in that way.
    case form(String)
    /// There is no amount to grant yet.
    case amountUnknown(AmountVerdict.Outcome)
    /// The customer has claimed for this window already.
    case claimedAlready(ClaimID)
    /// A revision of the statement is named that the service has not heard of yet.
    case statementBehind(StatementID, known: Int)
    /// The statement was not restated, or somebody has looked at it already.
    case nothingToReview
    /// What the statement says now comes to no more than was credited.
    case notMore
    /// The credit that would be added to was taken back.
    case creditTakenBack

    /// What the caller is told.
    var problem: Problem {
        switch self {
        case .notADraft(let state), .notUnderReview(let state), .notRefused(let state), .over(let state):
            .conflict("the claim is \(state.rawValue)", slug: "claim-state")
        case .evidenceMissing: .conflict("what the agreement asks for is not there", slug: "evidence-missing")
        case .ownClaim:
            Problem(
                status: 403, slug: "own-claim", title: "You may not do this",
                detail: "whoever made the claim or brought evidence does not decide on it")
        case .amount(let detail): .validation("#/amount", detail)
        case .form(let detail): .validation("#/form", detail)
        case .amountUnknown(let outcome):
            .conflict("there is no amount to grant: \(outcome.rawValue)", slug: "amount-unknown")
        case .claimedAlready(let claim): .conflict("it is claimed already, with \(claim)", slug: "claimed-already")
        case .statementBehind(let statement, let known):
            Problem(
                status: 409, slug: "statement-behind", title: "That revision has not arrived yet",
                detail: "of \(statement) revision \(known) is known here; repeat the request in a moment",
                headers: ["retry-after": "1"])
        case .nothingToReview: .conflict("its statement was not restated since", slug: "claim-state")
        case .notMore: .conflict("its statement comes to no more than was credited", slug: "claim-state")
        case .creditTakenBack: .conflict("its credit was taken back: it can be claimed again", slug: "credit-state")
        }
    }
}
