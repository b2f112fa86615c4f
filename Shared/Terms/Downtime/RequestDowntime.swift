/// How many requests there were in a slice of time, and how many of them failed.
public struct RequestSlice: Hashable, Sendable {
    /// The slice's first second.
    public let start: Instant
    /// All requests.
    public let total: Int64
    /// Those that failed.
    public let failed: Int64

    /// A report on the slice that starts at `start`.
    public init(start: Instant, total: Int64, failed: Int64) {
        self.start = start
        self.total = total
        self.failed = failed
    }

    /// Whether the share of failed requests reaches a rate.
    public func isDown(from rate: Percent) -> Bool {
        Ratio(failed, of: total)?.reaches(rate) ?? false
    }
}

/// When a component was down or unknown, from counts of its requests.
///
/// A slice is down when the share of failed requests reaches the agreed error rate; one without requests is up, for
/// there was a report. A slice speaks until the next one begins, but for no longer than its own length or
/// `staleSeconds`, whichever is more; where no slice speaks, the component is unknown.
public enum RequestDowntime {
    /// The condition in `window`, from slices in any order. Two reports on one slice: down wins.
    public static func derive(
        slices: [RequestSlice], sliceSeconds: Int64, downErrorRate: Percent, staleSeconds: Int64, window: Interval
    ) -> Condition {
        let samples = slices.map { StateSample(at: $0.start, isUp: !$0.isDown(from: downErrorRate)) }.inOrder()
        return ProbeDowntime.derive(
            series: [samples], quorum: 1, confirm: 1, staleSeconds: max(sliceSeconds, staleSeconds), window: window)
    }
}
