import Terms

/// What is known, while a window is open, of the way in which its error budget is spent.
enum BudgetSpending: Sendable {
    /// Seconds: each that is over has done what it does, and how many are to come is known.
    case seconds(BudgetCourse)
    /// What is counted, and the target: how fast it was lost is known. How far that has come is not, for nobody knows how much
    /// there will be to count.
    case counts(StatementBasis, target: Percent)

    /// How fast it was spent in the last stretch, exactly: at 1 all of it would be by the window's end. Nil where nothing is
    /// allowed, or nothing was there.
    func burnRate(overLast seconds: Int64) -> Rational? {
        switch self {
        case .seconds(let course): return course.burnRate(overLast: seconds)
        case .counts(let basis, let target): return basis.measured(inLast: seconds)?.lossRate(allowing: target)
        }
    }

    /// Second by second; nil where something else is counted.
    var course: BudgetCourse? {
        if case .seconds(let course) = self { course } else { nil }
    }
}
