import Terms

/// Makes slices of requests from counters that only grow, or start anew when their process does.
///
/// An increment is what a counter has grown between two samples no further apart than `stale`; a value below the one before is
/// a counter that started anew, and all of it is increment. It belongs to the slice in which the later sample's last second
/// lies. What lies further apart than `stale` was not observed, and is no increment. A counter of failures often does not exist
/// until the first one: whatever counter first appears while requests are being counted started from 0. (Where that is an old
/// process that is newly watched, its totals and failures come in together, and their share is that of its whole life.)
public enum CounterSlices {
    /// The slices that the counters tell of.
    ///
    /// - Parameters:
    ///   - totals: the samples of each counter of all requests, ascending.
    ///   - failures: the samples of each counter of failed ones, ascending.
    public static func derive(
        totals: [[CounterSample]], failures: [[CounterSample]], sliceSeconds: Int64, staleSeconds: Int64
    ) -> [RequestSlice] {
        var counts: [Int64: (total: Int64, failed: Int64)] = [:]
        let counted = totals.flatMap { $0.map(\.at) }.sorted()
        let isNew = { (at: Int64) in isCounted(counted, before: at, within: staleSeconds) }
        for counter in totals {
            increments(counter, staleSeconds, startsFromZero: isNew) { at, increment in
                counts[slice(of: at, sliceSeconds), default: (0, 0)].total += increment
            }
        }
        for counter in failures {
            increments(counter, staleSeconds, startsFromZero: isNew) { at, increment in
                // Failures in a slice of which the requests were not counted cannot be judged.
                counts[slice(of: at, sliceSeconds)]?.failed += increment
            }
        }
        return counts.sorted { $0.key < $1.key }.map { start, count in
            RequestSlice(start: Instant(epochSeconds: start), total: count.total, failed: min(count.failed, count.total))
        }
    }

    private static func increments(
        _ counter: [CounterSample], _ stale: Int64, startsFromZero: (Int64) -> Bool, _ body: (Int64, Int64) -> Void
    ) {
        var previous: CounterSample?
        for sample in counter {
            if let last = previous, sample.at - last.at <= stale {
                body(sample.at, sample.value >= last.value ? sample.value - last.value : sample.value)
            } else if startsFromZero(sample.at) {
                body(sample.at, sample.value)
            }
            previous = sample
        }
    }

    /// The start of the slice in which the second before `at` lies.
    private static func slice(of at: Int64, _ seconds: Int64) -> Int64 {
        let second = at - 1
        return second - ((second % seconds) + seconds) % seconds
    }

    /// Whether there is a sample before `at` and no further from it than `stale`.
    private static func isCounted(_ samples: [Int64], before at: Int64, within stale: Int64) -> Bool {
        var low = 0
        var high = samples.count
        while low < high {
            let middle = (low + high) / 2
            if samples[middle] < at { low = middle + 1 } else { high = middle }
        }
        return low > 0 && at - samples[low - 1] <= stale
    }
}

/// The value of a counter at one second.
public struct CounterSample: Hashable, Sendable {
    /// Epoch seconds.
    public let at: Int64
    /// What it stood at.
    public let value: Int64

    /// A counter's value at a second.
    public init(at: Int64, value: Int64) {
        self.at = at
        self.value = value
    }
}
