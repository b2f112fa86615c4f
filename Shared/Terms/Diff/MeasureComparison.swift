/// Compares what commitments count: the more of what happens counts as downtime, the better for the customer.
enum MeasureComparison {
    @Sendable static func effect(_ walk: DiffWalk, _ old: Node?, _ new: Node?, _ term: Term) -> Effect {
        guard let commitments = term.elements(walk, \.commitments) else { return .unclear }
        return compare(commitments.old.measure, commitments.new.measure)
    }

    private static func compare(_ old: AvailabilityMeasure, _ new: AvailabilityMeasure) -> Effect {
        if old == new { return .same }
        switch (old, new) {
        case (.slices(let mine), .slices(let theirs)): return compare(mine, theirs)
        case (.outages(let mine), .outages(let theirs)): return compare(mine, theirs)
        case (.meanOfSlices(let mine), .meanOfSlices(let theirs)):
            // A slice without executions that is all good raises the mean.
            return mine.length == theirs.length
                ? Effect(from: mine.idle == .up ? 0 : 1, to: theirs.idle == .up ? 0 : 1) : .unclear
        case (.affectedUsers(let mine), .affectedUsers(let theirs)):
            return Effect(from: mine == .sum ? 1 : 0, to: theirs == .sum ? 1 : 0)
        case (.time, _): return isLess(than: new) ? .worse : .unclear
        case (_, .time): return isLess(than: old) ? .better : .unclear
        default: return .unclear
        }
    }

    /// Whether a measure counts a part of what all time counts, whatever happens.
    private static func isLess(than measure: AvailabilityMeasure) -> Bool {
        switch measure {
        case .outages(let rule): !rule.countsGaps
        case .tickets(let rule): rule.counted == .outageTime
        case .affectedUsers: true
        default: false
        }
    }

    private static func compare(_ old: AvailabilityMeasure.Slices, _ new: AvailabilityMeasure.Slices) -> Effect {
        guard old.length == new.length else { return .unclear }
        // Without a share no share is down: as if it were one that nothing exceeds.
        let never = Rational(1000)
        let share = Effect(from: old.downErrorRate?.points ?? never, to: new.downErrorRate?.points ?? never).reversed
        return share.and(Effect(from: old.minimumRequests, to: new.minimumRequests).reversed)
            .and(Effect(from: old.downBelowRequests, to: new.downBelowRequests))
    }

    private static func compare(_ old: AvailabilityMeasure.Outages, _ new: AvailabilityMeasure.Outages) -> Effect {
        let gap = Effect(from: old.mergeGap?.seconds ?? -1, to: new.mergeGap?.seconds ?? -1)
        return Effect(from: old.minimum.seconds, to: new.minimum.seconds).reversed.and(gap)
            .and(Effect(from: old.countsGaps ? 1 : 0, to: new.countsGaps ? 1 : 0))
    }
}
