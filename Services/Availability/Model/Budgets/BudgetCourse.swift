import Contracts
import Terms

/// The way that the spending of an error budget has taken through a window: what each second of it did to the budget, as the
/// statement accounts for it.
struct BudgetCourse: Sendable {
    private enum Effect {
        /// It was down, by what counts as down, for that share of those whom the commitment asks after.
        case spends(Rational)
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
        /// Seconds, those of some users times their share.
        var spent = Rational.zero
        var baseSeconds: Int64

        func after(_ seconds: Int64, of effect: Effect) -> Account {
            var account = self
            switch effect {
            case .spends(let share): account.spent = account.spent + share * Rational(seconds)
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
        guard statement.measured?.isTime ?? true else { return nil }
        window = statement.window.interval
        asOf = statement.asOf
        allowedShare = Rational(1) - statement.target.share
        var effects = timeline.compactMap { entry in
            Self.effect(of: entry.state, commitment).map { (interval: entry.interval, effect: $0) }
        }
        let partial = statement.partialDowntime(of: commitment)
        if !partial.isEmpty {
            effects += partial.map { ($0.interval, .spends($0.share)) }
            effects.sort { $0.interval.start < $1.interval.start }
        }
        var account = Account(baseSeconds: window.seconds)
        var steps: [Step] = []
        for (interval, effect) in effects {
            let step = Step(interval: interval, effect: effect, before: account)
            account = step.after
            steps.append(step)
        }
        self.steps = steps
        total = account
    }

    private static func effect(of state: TimelineEntry.State, _ commitment: AvailabilityCommitment) -> Effect? {
        switch state {
        case .up, .pending: nil
        case .down: .spends(Rational(1))
        case .excluded: commitment.formula == .excludedRemoved ? .shrinks : nil
        case .unknown:
            switch commitment.unknownPolicy {
            case .down: .spends(Rational(1))
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
        level.isReached(spent: account.spent, of: Rational(account.baseSeconds) * allowedShare)
    }

    /// What the whole window allows, as far as is known now.
    private var allowedSeconds: Rational { Rational(total.baseSeconds) * allowedShare }

    /// The last seconds of the window so far; of a younger one all of it.
    private func last(_ seconds: Int64) -> Interval {
        Interval(max(window.start, asOf.advanced(by: -seconds)), asOf)
    }

    private func spent(in stretch: Interval) -> Rational {
        steps.reduce(.zero) { spent, step in
            let part = step.interval.intersection(stretch)
            guard !part.isEmpty, case .spends(let share) = step.effect else { return spent }
            return spent + share * Rational(part.seconds)
        }
    }

    /// The share of the budget that was spent in the last stretch, over the share of the window that it is, exactly; nil where
    /// nothing is allowed, or nothing of the window is over.
    func burnRate(overLast seconds: Int64) -> Rational? {
        let stretch = last(seconds)
        guard !stretch.isEmpty, allowedSeconds > .zero else { return nil }
        return spent(in: stretch) * Rational(window.seconds) / (allowedSeconds * Rational(stretch.seconds))
    }

    /// When the budget was used up; before that, when it will be at the pace of the last stretch. Nil where nothing was spent
    /// in it.
    func exhaustion(byLast seconds: Int64) -> Instant? {
        if let past = instant(of: .whole) { return past }
        let stretch = last(seconds)
        let spent = spent(in: stretch)
        guard spent > .zero else { return nil }
        let left = allowedSeconds - total.spent
        let ahead = (left * Rational(stretch.seconds) / spent).ceiling
        return min(asOf.advanced(by: Int64(clamping: ahead)), .latest)
    }
}
