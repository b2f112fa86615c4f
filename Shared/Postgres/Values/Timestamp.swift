/// An instant as the server keeps it: whole microseconds, bound as `timestamptz`.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Since 1970-01-01T00:00:00Z.
    public var epochMicroseconds: Int64

    /// From microseconds since 1970-01-01T00:00:00Z.
    public init(epochMicroseconds: Int64) { self.epochMicroseconds = epochMicroseconds }

    /// From whole seconds since 1970-01-01T00:00:00Z; what does not fit becomes an infinity.
    public init(epochSeconds: Int64) {
        let (microseconds, overflow) = epochSeconds.multipliedReportingOverflow(by: 1_000_000)
        epochMicroseconds = overflow ? (epochSeconds < 0 ? .min : .max) : microseconds
    }

    /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
    public var epochSeconds: Int64 {
        let (seconds, rest) = epochMicroseconds.quotientAndRemainder(dividingBy: 1_000_000)
        return rest < 0 ? seconds - 1 : seconds
    }

    /// The server's `infinity`.
    public static let infinity = Timestamp(epochMicroseconds: .max)
    /// The server's `-infinity`.
    public static let negativeInfinity = Timestamp(epochMicroseconds: .min)

    /// Earlier.
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.epochMicroseconds < right.epochMicroseconds }
}

extension Timestamp: PostgresArrayElement {
    /// The server counts from 2000-01-01T00:00:00Z.
    private static let serverEpochMicroseconds: Int64 = 946_684_800 * 1_000_000

    /// `timestamptz`.
    public static var postgresType: PostgresType { .timestamptz }

    /// Microseconds since 2000. What the server cannot hold is refused.
    public func encode(into writer: inout PostgresWriter) {
        guard self != .infinity, self != .negativeInfinity else { return writer.append(epochMicroseconds) }
        let (value, overflow) = epochMicroseconds.subtractingReportingOverflow(Self.serverEpochMicroseconds)
        if overflow { writer.refuse("a timestamp is before the server's earliest") }
        writer.append(value)
    }

    /// `timestamptz`, and `timestamp` taken as UTC.
    public static func accepts(_ type: PostgresType) -> Bool { type == .timestamptz || type == .timestamp }

    /// Throws when the instant does not fit (the server's range is wider by thirty years).
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Timestamp {
        let value = try cell.integer(Int64.self, for: Self.self)
        guard value != .max, value != .min else { return Timestamp(epochMicroseconds: value) }
        let (microseconds, overflow) = value.addingReportingOverflow(serverEpochMicroseconds)
        guard !overflow else { throw cell.mismatch(Self.self, "out of range") }
        return Timestamp(epochMicroseconds: microseconds)
    }
}
