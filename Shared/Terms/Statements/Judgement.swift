/// What a statement comes to, and what it allows.
struct Judgement {
    let verdict: Verdict
    let budget: ErrorBudget
    /// The availability that decided: what was measured, or in an open window the best that can still come of it.
    let decisive: Ratio?

    /// By seconds. `undecided` ones count as up now, and may yet turn out to have been down.
    init(_ availability: Availability, pending: Int64, undecided: Int64, target: Percent) {
        let down = availability.downSeconds
        let base = availability.baseSeconds + pending
        let best = Ratio(base - down, of: base)
        let worst = Ratio(base - down - pending - undecided, of: base)
        decisive = best
        if let best, let worst {
            verdict = !best.reaches(target) ? .missed : worst.reaches(target) ? .met : .pending
        } else {
            verdict = .notMeasurable
        }
        budget = ErrorBudget(base: Rational(base), spent: down, target: target)
    }

    /// By what was counted. How much there is still to count is not known while the window is open.
    init(_ measured: MeasuredShare, isOpen: Bool, target: Percent) {
        decisive = measured.ratio
        verdict = isOpen ? .pending : decisive.map { $0.reaches(target) ? .met : .missed } ?? .notMeasurable
        let spent = Int64(clamping: (measured.all - measured.good).ceiling)
        budget = ErrorBudget(base: measured.all, spent: spent, target: target)
    }
}

extension ErrorBudget {
    fileprivate init(base: Rational, spent: Int64, target: Percent) {
        allowedSeconds = base.timesBounded(Rational(1) - target.share)
        spentSeconds = spent
        leftSeconds = allowedSeconds.plusBounded(.zero - Rational(spent))
    }
}
