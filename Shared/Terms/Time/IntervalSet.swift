/// A set of seconds, kept as intervals that are sorted, not empty, and neither overlap nor touch.
///
/// Two sets of the same seconds are therefore equal. All operations are one linear sweep.
public struct IntervalSet: Hashable, Sendable {
    /// The intervals, in order of time.
    public internal(set) var intervals: [Interval]

    /// The set of no seconds.
    public static let empty = IntervalSet()

    /// The set of no seconds.
    @inlinable
    public init() {
        self.init(normalized: [])
    }

    /// The seconds of one interval.
    public init(_ interval: Interval) {
        self.init(normalized: interval.isEmpty ? [] : [interval])
    }

    /// The seconds that lie in any of the intervals, which may come in any order and overlap.
    public init(_ intervals: some Sequence<Interval>) {
        var sorted = intervals.filter { !$0.isEmpty }
        let inOrder = zip(sorted, sorted.dropFirst()).allSatisfy { $0.start <= $1.start }
        if !inOrder { sorted.sort { $0.start < $1.start } }
        var builder = IntervalSetBuilder(capacity: sorted.count)
        for interval in sorted { builder.append(interval.start, interval.end) }
        self = builder.finish()
    }

    @usableFromInline
    init(normalized: [Interval]) {
        intervals = normalized
    }

    /// Whether it holds no second.
    public var isEmpty: Bool { intervals.isEmpty }

    /// How many seconds it holds.
    public var seconds: Int64 {
        intervals.reduce(0) { $0 + $1.seconds }
    }

    /// From its first second to its last; nil when it is empty.
    public var span: Interval? {
        guard let first = intervals.first, let last = intervals.last else { return nil }
        return Interval(first.start, last.end)
    }

    /// Whether it holds an instant. Logarithmic.
    public func contains(_ instant: Instant) -> Bool {
        let index = firstIndex(endingAfter: instant)
        return index < intervals.count && intervals[index].start <= instant
    }

    /// Index of the first interval that ends after an instant; the count when there is none.
    func firstIndex(endingAfter instant: Instant) -> Int {
        var low = 0
        var high = intervals.count
        while low < high {
            let middle = (low + high) / 2
            if intervals[middle].end <= instant { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension IntervalSet: Codable {
    /// - Throws: `DecodingError` when an interval cannot be read. Overlapping intervals are merged.
    public init(from decoder: any Decoder) throws {
        try self.init(decoder.singleValueContainer().decode([Interval].self))
    }

    /// Writes the list of intervals.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(intervals)
    }
}

extension IntervalSet: ExpressibleByArrayLiteral {
    /// The seconds that lie in any of the intervals.
    public init(arrayLiteral elements: Interval...) {
        self.init(elements)
    }
}

/// Puts together a set from intervals that arrive in order of their start, merging those that overlap or touch.
struct IntervalSetBuilder {
    private var intervals: [Interval] = []

    init(capacity: Int = 0) {
        intervals.reserveCapacity(capacity)
    }

    /// Adds `[start, end)`, which must not start before an interval that was added earlier.
    mutating func append(_ start: Instant, _ end: Instant) {
        guard start < end else { return }
        if let last = intervals.last, start <= last.end {
            if end > last.end { intervals[intervals.count - 1] = Interval(last.start, end) }
        } else {
            intervals.append(Interval(start, end))
        }
    }

    func finish() -> IntervalSet {
        IntervalSet(normalized: intervals)
    }
}
