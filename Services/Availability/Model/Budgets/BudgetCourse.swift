import Contracts
import Terms

/// The way that the spending of an error budget has taken through a window: what each second of it did to the budget, as the
/// statement accounts for it.
struct BudgetCourse: Sendable {
    private enum Effect {
        /// It was down, by what counts as down.
        case spends
        /// It left the measured time, and the window allows less.
        case shrinks
    }

    private struct Step {
        let interval: Interval
        let effect: Effect
        /// What counts before it.
        let before: Account

        var after: Account { before.after(interval.seconds, of: effect) }
    }

    /// What counts of a window so far.
    private struct Account {
        var spentSeconds: Int64 = 0
        var baseSeconds: Int64

        func after(_ seconds: Int64, of effect: Effect) -> Account {
            var account = self
            switch effect {
            case .spends: account.spentSeconds += seconds
            case .shrinks: account.baseSeconds -= seconds
            }
            return account
        }
    }

    private let window: Interval
    private let asOf: Instant
    /// The share of the measured time that may be down.
    private let allowedShare: Rational
    /// What touches the budget, in order of time.
    private let steps: [Step]
    /// What counts so far.
    private let total: Account

    /// The way so far of a statement with that timeline; nil where the commitment counts something else than seconds.
    init?(_ statement: Statement, _ timeline: [TimelineEntry], of commitment: AvailabilityCommitment) {
        guard statement.measured == nil else { return nil }
        window = statement.window.interval
        asOf = statement.asOf
        allowedShare = Rational(1) - statement.target.share
        var account = Account(baseSeconds: window.seconds)
        var steps: [Step] = []
        for entry in timeline {
            guard let effect = Self.effect(of: entry.state, commitment) else { continue }
            let step = Step(interval: entry.interval, effect: effect, before: account)
            account = step.after
            steps.append(step)
        }
        self.steps = steps
        total = account
    }

    private static func effect(of state: TimelineEntry.State, _ commitment: AvailabilityCommitment) -> Effect? {
        switch state {
        case .up, .pending: nil
        case .down: .spends
        case .excluded: commitment.formula == .excludedRemoved ? .shrinks : nil
        case .unknown:
            switch commitment.unknownPolicy {
            case .down: .spends
            case .excluded: .shrinks
            case .up: nil
            }
        }
    }

    /// When a level was reached: the end of the second with which so much of what the window then allowed was spent. Nil where
    /// it was not.
    func instant(of level: BudgetLevel) -> Instant? {
        guard isReached(level, by: total),
            let index = Self.first(in: 0..<steps.count, where: { isReached(level, by: steps[$0].after) })
        else { return nil }
        let step = steps[index]
        let seconds = Self.first(in: 1..<Int(step.interval.seconds)) {
            isReached(level, by: step.before.after(Int64($0), of: step.effect))
        }
        return seconds.map { step.interval.start.advanced(by: Int64($0)) } ?? step.interval.end
    }

    /// The first number of a range from which on something is so; nil where it never is.
    private static func first(in range: Range<Int>, where isSo: (Int) -> Bool) -> Int? {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high {
            let middle = low + (high - low) / 2
            if isSo(middle) { high = middle } else { low = middle + 1 }
        }
        return low < range.upperBound ? low : nil
    }

    private func isReached(_ level: BudgetLevel, by account: Account) -> Bool {
        level.isReached(spent: account.spentSeconds, of: Rational(account.baseSeconds) * allowedShare)
    }

    /// What the whole window allows, as far as is known now.
    private var allowedSeconds: Rational { Rational(total.baseSeconds) * allowedShare }

    /// The last seconds of the window so far; of a younger one all of it.
    private func last(_ seconds: Int64) -> Interval {
        Interval(max(window.start, asOf.advanced(by: -seconds)), asOf)
    }

    private func spentSeconds(in stretch: Interval) -> Int64 {
        steps.reduce(0) { $1.effect == .spends ? $0 + $1.interval.intersection(stretch).seconds : $0 }
    }

    /// The share of the budget that was spent in the last stretch, over the share of the window that it is, exactly; nil where
    /// nothing is allowed, or nothing of the window is over.
    func burnRate(overLast seconds: Int64) -> Rational? {
        let stretch = last(seconds)
        guard !stretch.isEmpty, allowedSeconds > .zero else { return nil }
        return Rational(spentSeconds(in: stretch)) * Rational(window.seconds) / (allowedSeconds * Rational(stretch.seconds))
    }

    /// When the budget was used up; before that, when it will be at the pace of the last stretch. Nil where nothing was spent
    /// in it.
    func exhaustion(byLast seconds: Int64) -> Instant? {
        if let past = instant(of: .whole) { return past }
        let stretch = last(seconds)
        let spent = spentSeconds(in: stretch)
        guard spent > 0 else { return nil }
        let left = allowedSeconds - Rational(total.spentSeconds)
        let ahead = (left * Rational(stretch.seconds) / Rational(spent)).ceiling
        return min(asOf.advanced(by: Int64(clamping: ahead)), .latest)
    }
}
