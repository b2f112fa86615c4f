import Contracts
import Messaging
import Terms

/// The events that tell of error budgets.
enum BudgetEvents {
    /// What is told of an open window's budget, in order.
    static func of(
        _ news: [BudgetNews], _ made: MadeStatement, tenant: TenantID, at now: Instant
    ) throws -> [OutboxEvent] {
        let spending = made.spending
        let budget = BudgetResource(made.resource, spending)
        let subject = budget.statement.description
        return try news.map { item in
            switch item {
            case .withdrawn(let levels):
                let told = BudgetRecovered(
                    budget: budget, withdrawnPercents: levels.compactMap(\.thresholdPercent),
                    isBreachWithdrawn: levels.contains(.certain))
                return try OutboxEvent(told, tenant: tenant, subject: subject, at: now)
            case .reached(let level):
                let at = spending?.course?.instant(of: level) ?? now
                guard let percent = level.thresholdPercent else {
                    let told = CommitmentBreachCertain(budget: budget, at: at)
                    return try OutboxEvent(told, tenant: tenant, subject: subject, at: now)
                }
                let told = BudgetThresholdCrossed(budget: budget, thresholdPercent: percent, at: at)
                return try OutboxEvent(told, tenant: tenant, subject: subject, at: now)
            }
        }
    }
}
