/// A point in time, in whole seconds since 1970-01-01T00:00:00Z, without leap seconds.
///
/// Everything that Pledge judges is judged to the second; what comes in finer is floored on the way in.
/// As JSON and as text an instant is RFC 3339 in UTC: `2026-03-10T01:30:00Z`.
public struct Instant: Hashable, Sendable {
    /// Seconds since the epoch; negative before 1970.
    public var epochSeconds: Int64

    /// The instant `epochSeconds` after the epoch.
    @inlinable
    public init(epochSeconds: Int64) {
        self.epochSeconds = epochSeconds
    }

    /// The first instant that can be written: 0001-01-01T00:00:00Z.
    public static let earliest = Instant(epochSeconds: -62_135_596_800)
    /// The last instant that can be written: 9999-12-31T23:59:59Z.
    public static let latest = Instant(epochSeconds: 253_402_300_799)

    /// The instant so many seconds later (earlier when negative). At the ends of what 64 bits hold, it stays there.
    @inlinable
    public func advanced(by seconds: Int64) -> Instant {
        let (sum, overflow) = epochSeconds.addingReportingOverflow(seconds)
        return Instant(epochSeconds: overflow ? (seconds < 0 ? .min : .max) : sum)
    }

    /// Seconds from `right` to `left`. At the ends of what 64 bits hold, it stays there.
    @inlinable
    public static func - (left: Instant, right: Instant) -> Int64 {
        let (difference, overflow) = left.epochSeconds.subtractingReportingOverflow(right.epochSeconds)
        return overflow ? (left < right ? .min : .max) : difference
    }
}

extension Instant: Comparable {
    /// Whether the left instant comes first.
    @inlinable
    public static func < (left: Instant, right: Instant) -> Bool {
        left.epochSeconds < right.epochSeconds
    }
}
