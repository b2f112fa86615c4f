extension AvailabilityMeasure {
    /// Seconds on each side of a window in which what happened bears on what counts within it; 0 where only the window does.
    public var reachSeconds: Int64 {
        guard case .outages(let rule) = self else { return 0 }
        return rule.reachSeconds
    }

    /// The time of which facts are needed to judge a window.
    public func factSpan(of window: Interval) -> Interval {
        Interval(
            max(.earliest, window.start.advanced(by: -reachSeconds)), min(.latest, window.end.advanced(by: reachSeconds)))
    }
}

extension AvailabilityMeasure.Outages {
    /// Seconds from an instant beyond which it makes no difference how an outage that holds the instant goes on: by then it is
    /// long enough, or nothing that comes is close enough to be part of it.
    var reachSeconds: Int64 { minimum.seconds + (mergeGap?.seconds ?? 0) }
}
