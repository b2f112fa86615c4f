/// How available something was over a window, by an agreement's rules.
///
/// Every second of the window is in exactly one class: up, down, unknown, or excluded on one ground.
public struct Availability: Hashable, Sendable {
    /// The window that was judged.
    public let window: Interval
    /// The rules that were applied.
    public let rules: AvailabilityRules
    /// What did not count, by who took it out; parts that took nothing included.
    public let excluded: [ExcludedTime]
    /// When it was down, and that counts.
    public let down: IntervalSet
    /// When nothing is known, outside of what was excluded.
    public let unknown: IntervalSet

    /// Applies the rules to what happened: see `Ground` and `AvailabilityRules` for what claims time, and in which order.
    ///
    /// `condition` is that of the whole service; parts of anything outside the window are left aside.
    public static func evaluate(
        window: Interval, condition: Condition, exclusions: [ApprovedExclusion] = [], maintenance: [Maintenance] = [],
        rules: AvailabilityRules
    ) -> Availability {
        let approved = exclusions.map {
            ExclusionClaim(ground: $0.ground, source: $0.id, clause: $0.clause, interval: $0.interval)
        }
        let announced = maintenance.filter { $0.qualifies(under: rules) }.map {
            ExclusionClaim(ground: $0.kind.ground, source: $0.id, clause: nil, interval: $0.interval)
        }
        return evaluate(window: window, condition: condition, claims: approved + announced, rules: rules)
    }

    /// The same, when it is decided already who may claim time.
    static func evaluate(
        window: Interval, condition: Condition, claims: [ExclusionClaim], rules: AvailabilityRules
    ) -> Availability {
        let condition = condition.clipped(to: window)
        let excluded = ExcludedTime.divide(claims, window: window, down: condition.down, rules: rules)
        let all = IntervalSet(excluded.flatMap(\.time.intervals))
        return Availability(
            window: window, rules: rules, excluded: excluded, down: condition.down.subtracting(all),
            unknown: condition.unknown.subtracting(all))
    }

    /// When it was up.
    public var up: IntervalSet {
        let all = IntervalSet(excluded.flatMap(\.time.intervals))
        return IntervalSet(window).subtracting(down.union(unknown).union(all))
    }

    /// A part of the window, as the whole was judged.
    func clipped(to part: Interval) -> Availability {
        let excluded = excluded.map {
            ExcludedTime(ground: $0.ground, source: $0.source, clause: $0.clause, time: $0.time.clipped(to: part))
        }
        return Availability(
            window: window.intersection(part), rules: rules, excluded: excluded, down: down.clipped(to: part),
            unknown: unknown.clipped(to: part))
    }

    /// When time was excluded on a ground.
    public func excluded(on ground: Ground) -> IntervalSet {
        IntervalSet(excluded.filter { $0.ground == ground }.flatMap(\.time.intervals))
    }
}

extension Availability {
    /// All seconds of the window.
    public var totalSeconds: Int64 { window.seconds }

    /// Seconds that were excluded, on any ground.
    public var excludedSeconds: Int64 { excluded.reduce(0) { $0 + $1.time.seconds } }

    /// Seconds of which nothing is known, however they count.
    public var unknownSeconds: Int64 { unknown.seconds }

    /// When it was down by what counts as down: with the policy `down`, the unknown time too.
    public var countedDown: IntervalSet {
        rules.unknownPolicy == .down ? down.union(unknown) : down
    }

    /// Seconds that count as down; with the policy `down`, the unknown ones too.
    public var downSeconds: Int64 {
        down.seconds + (rules.unknownPolicy == .down ? unknown.seconds : 0)
    }

    /// Seconds that the share is taken of.
    public var baseSeconds: Int64 {
        let unmeasured = rules.unknownPolicy == .excluded ? unknown.seconds : 0
        return totalSeconds - unmeasured - (rules.formula == .excludedRemoved ? excludedSeconds : 0)
    }

    /// The share of the measured time that was up; nil when nothing was measured.
    public var ratio: Ratio? {
        Ratio(baseSeconds - downSeconds, of: baseSeconds)
    }

    /// Whether a target is met. Where nothing was measured, nothing was missed.
    public func meets(_ target: Percent) -> Bool {
        ratio?.reaches(target) ?? true
    }

    /// The down seconds that a target allows, exactly.
    public func allowedDownSeconds(_ target: Percent) -> Rational {
        Rational(baseSeconds) * (Rational(1) - target.share)
    }
}
