import Chassis
import Contracts
import Postgres

extension Chassis {
    /// What a claim's state, or a rule that the database holds, does not allow is a problem of the caller's.
    func refusing(_ work: () async throws -> Reply) async throws -> Reply {
        do {
            return try await work()
        } catch let error as ClaimError {
            throw error.problem
        } catch let error as PostgresError {
            guard let rule = error.constraint.flatMap(LedgerRule.init(rawValue:)) else { throw error }
            throw rule.problem
        }
    }
}

/// A rule that the database holds, by the name of its constraint. Code that asks first never meets one; two requests at once
/// might.
enum LedgerRule: String, CaseIterable, Sendable {
    case once = "credits_once"
    case cap = "credit_limits_cap"
    case due = "invoices_due"
    case remaining = "credits_remaining"
    case applied = "ledger_entries_application"
    case issued = "ledger_entries_issue"
    case open = "claims_open"
    case ownDecision = "claims_own_decision"
    case supplement = "credits_supplement"
    case supplementOnce = "credits_supplement_once"

    /// What the caller is told.
    var problem: Problem {
        switch self {
        case .once, .issued, .supplementOnce: .conflict("the breach has its credit already", slug: "already-credited")
        case .cap: .conflict("the credit would exceed the agreement's cap", slug: "cap-exceeded")
        case .due: .conflict("the invoice would be paid twice", slug: "nothing-to-apply")
        case .remaining: .conflict("not so much is left of the credit", slug: "credit-state")
        case .applied: .conflict("the credit was applied to this invoice already", slug: "nothing-to-apply")
        case .open: .conflict("it is claimed already", slug: "claimed-already")
        case .ownDecision: ClaimError.ownClaim.problem
        case .supplement: ClaimError.notMore.problem
        }
    }
}
