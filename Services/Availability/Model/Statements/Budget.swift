import Contracts
import Terms

/// What the open window of a promise still allows, as `/v1/budgets` shows it.
struct Budget: Encodable, Sendable {
    let statement: StatementID
    let agreement: AgreementID
    let agreementKey: String
    let agreementVersion: Int
    let commitment: String
    let clause: String
    let service: ServiceID
    let serviceKey: String
    let window: StatementResource.WindowResource
    let asOf: Instant
    let target: Percent
    let verdict: Verdict
    let budget: StatementResource.BudgetResource
    let unknownSeconds: Int64

    init(_ statement: StatementResource) {
        self.statement = statement.id
        agreement = statement.agreement
        agreementKey = statement.agreementKey
        agreementVersion = statement.agreementVersion
        commitment = statement.commitment
        clause = statement.clause
        service = statement.service
        serviceKey = statement.serviceKey
        window = statement.window
        asOf = statement.asOf
        target = statement.target
        verdict = statement.verdict
        budget = statement.budget
        unknownSeconds = statement.seconds.unknown
    }

    /// Whether the promise is missed, or three quarters of what it allows are used: what is left is then less than what a third
    /// of the past trouble would take.
    var isAtRisk: Bool {
        verdict == .missed || (budget.spentSeconds > 0 && budget.spentSeconds * 4 >= allowedWholeSeconds * 3)
    }

    /// Whether more of it is used than of another.
    func isTighter(than other: Budget) -> Bool {
        let own = budget.spentSeconds.multipliedFullWidth(by: max(1, other.allowedWholeSeconds))
        let others = other.budget.spentSeconds.multipliedFullWidth(by: max(1, allowedWholeSeconds))
        return own == others ? statement < other.statement : own > others
    }

    private var allowedWholeSeconds: Int64 { Int64(budget.allowedSeconds.prefix { $0 != "." }) ?? 0 }
}
