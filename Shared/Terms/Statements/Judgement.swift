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

    /// By what was counted, in an open window with seconds `pending`.
    init(_ measured: MeasuredShare, pending: Int64, target: Percent) {
        // How many seconds there will be is known. How much else there will be to count is not while the window is open.
        let toCome = measured.isTime ? Rational(pending) : .zero
        let all = measured.all + toCome
        let best = MeasuredShare(kind: measured.kind, good: measured.good + toCome, all: all).ratio
        let worst = MeasuredShare(kind: measured.kind, good: measured.good, all: all).ratio
        decisive = best
        if pending > 0, !measured.isTime {
            verdict = .pending
        } else if let best, let worst {
            verdict = !best.reaches(target) ? .missed : worst.reaches(target) ? .met : .pending
        } else {
            verdict = .notMeasurable
        }
        budget = ErrorBudget(base: all, spent: Int64(clamping: measured.lost.ceiling), target: target)
    }
}

extension ErrorBudget {
    fileprivate init(base: Rational, spent: Int64, target: Percent) {
        allowedSeconds = base.timesBounded(Rational(1) - target.share)
        spentSeconds = spent
        leftSeconds = allowedSeconds.plusBounded(.zero - Rational(spent))
    }
}
