import Terms

/// How far the spending of an error budget has come, as far as anybody is told of it. Whoever has come to one has come to all
/// before it.
enum BudgetLevel: Int16, CaseIterable, Comparable, Sendable {
    /// Less than half.
    case little = 0
    /// Half of what the window allows.
    case half = 1
    /// Four fifths of it.
    case most = 2
    /// All of it.
    case whole = 3
    /// More: the promise cannot be kept any more, even if all the rest of the window is up.
    case certain = 4

    /// The share of the budget in per cent; nil where it is not that which is told.
    var thresholdPercent: Int? {
        switch self {
        case .half: 50
        case .most: 80
        case .whole: 100
        case .little, .certain: nil
        }
    }

    /// Whether so much is spent. Where nothing is allowed, the first second is too much.
    ///
    /// - Parameters:
    ///   - spent: seconds, or parts of them.
    ///   - allowed: seconds that the whole window allows, exactly.
    func isReached(spent: Rational, of allowed: Rational) -> Bool {
        switch self {
        case .little: true
        case .half, .most, .whole:
            spent > .zero && spent * Rational(100) >= allowed * Rational(Int64(thresholdPercent ?? 0))
        case .certain: spent > allowed
        }
    }

    /// The highest that is reached.
    static func reached(spent: Rational, of allowed: Rational) -> BudgetLevel {
        allCases.last { $0.isReached(spent: spent, of: allowed) } ?? .little
    }

    /// The highest that an open statement has come to; the lowest where the commitment counts something else than seconds: how much
    /// there will be to count is not known before the window's end.
    static func reached(by statement: Statement) -> BudgetLevel {
        guard let spent = statement.spentTime else { return .little }
        return reached(spent: spent, of: statement.budget.allowedSeconds)
    }

    static func < (left: BudgetLevel, right: BudgetLevel) -> Bool { left.rawValue < right.rawValue }
}

extension Statement {
    /// Seconds of the budget that are spent, exactly, those of some users times their share; nil where the commitment counts
    /// something else.
    fileprivate var spentTime: Rational? {
        guard let measured else { return Rational(budget.spentSeconds) }
        return measured.isTime ? measured.lost : nil
    }
}
