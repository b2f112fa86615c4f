import Contracts
import Terms

/// What there is to tell of an error budget that has come from one level to another.
enum BudgetNews: Equatable, Sendable {
    /// So much is spent.
    case reached(BudgetLevel)
    /// These levels were told, ascending, and are not reached any more.
    case withdrawn([BudgetLevel])

    /// What is to be told, in order: each level that was reached anew, or once of all that were lost.
    static func of(_ told: BudgetLevel, to level: BudgetLevel) -> [BudgetNews] {
        if level < told { return [.withdrawn(BudgetLevel.allCases.filter { $0 > level && $0 <= told })] }
        return BudgetLevel.allCases.filter { $0 > told && $0 <= level }.map { .reached($0) }
    }

    /// What it is counted as, among `pledge_availability_budget_events_total`.
    var name: String {
        switch self {
        case .reached(let level): level.thresholdPercent.map(String.init) ?? "certain"
        case .withdrawn: "recovered"
        }
    }
}
