import EventLoop

/// A number that only grows.
public final class MetricCounter: Sendable {
    private let total = Locked(0.0)

    /// Adds to it; less than nothing is ignored.
    public func increment(by amount: Double = 1) {
        guard amount > 0 else { return }
        total.withLock { $0 += amount }
    }

    /// What it has come to.
    public var value: Double { total.withLock { $0 } }
}

/// A number that goes up and down.
public final class MetricGauge: Sendable {
    private let current = Locked(0.0)

    /// Sets it.
    public func set(_ value: Double) { current.withLock { $0 = value } }

    /// Adds to it, or takes from it.
    public func add(_ amount: Double) { current.withLock { $0 += amount } }

    /// What it is.
    public var value: Double { current.withLock { $0 } }
}

/// How values are distributed over buckets.
public final class MetricHistogram: Sendable {
    /// Seconds from half a millisecond to ten: what requests take.
    public static let seconds: [Double] = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    /// What was observed.
    struct Snapshot {
        /// Observations in each bucket, the last being all above the last bound; not cumulative.
        var counts: [UInt64]
        var sum = 0.0
    }

    /// Upper bounds, ascending.
    let bounds: [Double]
    private let state: Locked<Snapshot>

    init(bounds: [Double]) {
        self.bounds = bounds
        state = Locked(Snapshot(counts: Array(repeating: 0, count: bounds.count + 1)))
    }

    /// Counts a value.
    public func observe(_ value: Double) {
        let index = bounds.firstIndex { value <= $0 } ?? bounds.count
        state.withLock { state in
            state.counts[index] += 1
            state.sum += value
        }
    }

    var snapshot: Snapshot { state.withLock { $0 } }
}
