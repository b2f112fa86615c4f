extension IntervalSet {
    /// The seconds in either set.
    public func union(_ other: IntervalSet) -> IntervalSet {
        if isEmpty { return other }
        if other.isEmpty { return self }
        var builder = IntervalSetBuilder(capacity: intervals.count + other.intervals.count)
        var left = 0
        var right = 0
        while left < intervals.count || right < other.intervals.count {
            let takesLeft =
                right == other.intervals.count
                || (left < intervals.count && intervals[left].start <= other.intervals[right].start)
            let next = takesLeft ? intervals[left] : other.intervals[right]
            if takesLeft { left += 1 } else { right += 1 }
            builder.append(next.start, next.end)
        }
        return builder.finish()
    }

    /// The seconds in both sets.
    public func intersection(_ other: IntervalSet) -> IntervalSet {
        var shared: [Interval] = []
        var left = 0
        var right = 0
        while left < intervals.count, right < other.intervals.count {
            let mine = intervals[left]
            let theirs = other.intervals[right]
            let part = mine.intersection(theirs)
            if !part.isEmpty { shared.append(part) }
            if mine.end < theirs.end { left += 1 } else { right += 1 }
        }
        return IntervalSet(normalized: shared)
    }

    /// The seconds of this set that are not in the other.
    public func subtracting(_ other: IntervalSet) -> IntervalSet {
        if isEmpty || other.isEmpty { return self }
        var remaining: [Interval] = []
        remaining.reserveCapacity(intervals.count + other.intervals.count)
        var right = 0
        for mine in intervals {
            var start = mine.start
            while right < other.intervals.count, other.intervals[right].end <= start { right += 1 }
            var hole = right
            while hole < other.intervals.count, other.intervals[hole].start < mine.end {
                let cut = other.intervals[hole]
                if start < cut.start { remaining.append(Interval(start, cut.start)) }
                start = max(start, cut.end)
                hole += 1
            }
            if start < mine.end { remaining.append(Interval(start, mine.end)) }
        }
        return IntervalSet(normalized: remaining)
    }

    /// The seconds of this set that lie in `window`. Only what lies there is visited.
    public func clipped(to window: Interval) -> IntervalSet {
        guard let span, span.start < window.end, window.start < span.end else { return .empty }
        if window.start <= span.start, span.end <= window.end { return self }
        var inside: [Interval] = []
        var index = firstIndex(endingAfter: window.start)
        while index < intervals.count, intervals[index].start < window.end {
            let part = intervals[index].intersection(window)
            if !part.isEmpty { inside.append(part) }
            index += 1
        }
        return IntervalSet(normalized: inside)
    }

    /// The seconds of `window` that are not in this set.
    public func complement(in window: Interval) -> IntervalSet {
        IntervalSet(window).subtracting(self)
    }

    /// The first `seconds` seconds of this set, in order of time.
    public func prefix(seconds: Int64) -> IntervalSet {
        var left = seconds
        var taken: [Interval] = []
        for interval in intervals {
            guard left > 0 else { break }
            taken.append(interval.seconds <= left ? interval : Interval(interval.start, interval.start.advanced(by: left)))
            left -= interval.seconds
        }
        return IntervalSet(normalized: taken)
    }
}
