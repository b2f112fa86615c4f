import Contracts
import Terms

extension BudgetResource {
    /// The stretches over which it is said how fast a budget is used: an hour shows what goes on now, three days what does not
    /// stop.
    private static let stretchesSeconds: [Int64] = [3_600, 6 * 3_600, 86_400, 3 * 86_400]
    /// The stretch whose pace says when a budget will be used up: the shortest.
    private static let paceSeconds: Int64 = 3_600

    /// The budget of an open statement, with what is known of its spending; nil of one that is over.
    init(_ statement: StatementResource, _ spending: BudgetSpending?) {
        self.init(statement, spending.map(Self.course) ?? Course())
    }

    private static func course(_ spending: BudgetSpending) -> Course {
        var told = Course()
        told.burnRates = stretchesSeconds.map { BurnRate(stretchSeconds: $0, rate: spending.burnRate(overLast: $0)) }
        guard let course = spending.course else { return told }
        for level in BudgetLevel.allCases {
            guard let percent = level.thresholdPercent, let at = course.instant(of: level) else { continue }
            told.threshold = (percent, at)
        }
        told.breachSince = course.instant(of: .certain)
        told.exhaustedAt = course.exhaustion(byLast: paceSeconds)
        return told
    }

    /// Whether the promise is missed, or three quarters of what it allows are used: what is left is then less than what a third
    /// of the past trouble would take.
    var isAtRisk: Bool {
        verdict == .missed || (budget.spentSeconds > 0 && budget.spentSeconds * 4 >= allowedWholeSeconds * 3)
    }

    /// Whether more of it is used than of another.
    func isTighter(than other: BudgetResource) -> Bool {
        let own = budget.spentSeconds.multipliedFullWidth(by: max(1, other.allowedWholeSeconds))
        let others = other.budget.spentSeconds.multipliedFullWidth(by: max(1, allowedWholeSeconds))
        return own == others ? statement < other.statement : own > others
    }

    private var allowedWholeSeconds: Int64 { Int64(budget.allowedSeconds.prefix { $0 != "." }) ?? 0 }
}
