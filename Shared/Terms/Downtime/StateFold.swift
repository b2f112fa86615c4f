/// When one location was known and when it was down, from its samples as they come in order of time. It keeps runs, not
/// samples, so that a stream may be of any length.
///
/// Consecutive samples of one state that are no further apart than `staleSeconds` are a run. A run lasts until the next
/// sample, or `staleSeconds` after its last one, whichever comes first. A run of down shorter than `confirm` samples counts
/// as up, a confirmed one is down from its first sample. Of two samples of one second, down wins.
public struct StateFold: Sendable {
    private let confirm: Int
    private let staleSeconds: Int64
    /// The latest sample: another one of its second may still change it.
    private var head: StateSample?
    private var runStart = Instant(epochSeconds: 0)
    private var runEnd = Instant(epochSeconds: 0)
    /// Samples in the run before `head`.
    private var runLength = 0
    private var runIsUp = true
    private var down = IntervalSetBuilder()
    private var known = IntervalSetBuilder()

    /// A location of which nothing is known yet.
    public init(confirm: Int, staleSeconds: Int64) {
        self.confirm = confirm
        self.staleSeconds = staleSeconds
    }

    /// Takes in a sample; false, and nothing is taken in, when it lies before the one before it.
    public mutating func add(_ sample: StateSample) -> Bool {
        if let head {
            if sample.at <= head.at {
                guard sample.at == head.at else { return false }
                if head.isUp { self.head = sample }
                return true
            }
            join(head)
        }
        head = sample
        return true
    }

    /// What all samples so far say about `window`.
    public func condition(in window: Interval) -> Condition {
        var ended = self
        if let head { ended.join(head) }
        ended.endRun(by: nil)
        return Condition(
            down: ended.down.finish().clipped(to: window),
            unknown: ended.known.finish().clipped(to: window).complement(in: window))
    }

    private mutating func join(_ sample: StateSample) {
        if runLength > 0, sample.isUp == runIsUp, sample.at <= runEnd.advanced(by: staleSeconds) {
            runLength += 1
        } else {
            endRun(by: sample.at)
            runStart = sample.at
            runIsUp = sample.isUp
            runLength = 1
        }
        runEnd = sample.at
    }

    private mutating func endRun(by next: Instant?) {
        guard runLength > 0 else { return }
        let stale = runEnd.advanced(by: staleSeconds)
        let end = next.map { min(stale, $0) } ?? stale
        known.append(runStart, end)
        if !runIsUp, runLength >= confirm { down.append(runStart, end) }
        runLength = 0
    }
}
