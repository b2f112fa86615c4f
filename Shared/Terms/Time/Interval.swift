/// A stretch of time `[start, end)`: the start belongs to it, the end does not. As JSON `{"from": …, "to": …}`.
public struct Interval: Hashable, Sendable {
    /// The first second.
    public let start: Instant
    /// The first second after it; equal to `start` when the interval is empty.
    public let end: Instant

    /// The interval from `start` up to `end`; an end before the start makes it empty.
    @inlinable
    public init(_ start: Instant, _ end: Instant) {
        self.start = start
        self.end = max(start, end)
    }

    /// The interval between two epoch seconds.
    @inlinable
    public init(_ startSeconds: Int64, _ endSeconds: Int64) {
        self.init(Instant(epochSeconds: startSeconds), Instant(epochSeconds: endSeconds))
    }

    /// Its length in seconds, never negative.
    @inlinable
    public var seconds: Int64 { end - start }

    /// Whether it holds no second at all.
    @inlinable
    public var isEmpty: Bool { start == end }

    /// Whether it holds an instant.
    @inlinable
    public func contains(_ instant: Instant) -> Bool {
        start <= instant && instant < end
    }

    /// Whether it holds all of another.
    @inlinable
    public func contains(_ other: Interval) -> Bool {
        start <= other.start && other.end <= end
    }

    /// The part that two intervals share; empty when there is none.
    @inlinable
    public func intersection(_ other: Interval) -> Interval {
        let start = max(self.start, other.start)
        return Interval(start, min(end, other.end))
    }
}

extension Interval: Codable {
    private enum CodingKeys: String, CodingKey {
        case start = "from"
        case end = "to"
    }

    /// - Throws: `DecodingError` when a bound is missing or is no time, or the end comes before the start.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let start = try container.decode(Instant.self, forKey: .start)
        let end = try container.decode(Instant.self, forKey: .end)
        guard start <= end else {
            throw DecodingError.dataCorruptedError(
                forKey: .end, in: container, debugDescription: "an interval ends before it starts")
        }
        self.init(start, end)
    }
}
