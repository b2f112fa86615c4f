/// The W3C trace context of a piece of work: `00-<trace id>-<span id>-<flags>`.
public struct Traceparent: Hashable, Sendable, CustomStringConvertible {
    /// Names the whole trace; 32 lower-case hex digits, never all zero.
    public let traceID: String
    /// Names the caller's part of it; 16 lower-case hex digits, never all zero.
    public let spanID: String
    /// Bit 0: the trace is recorded.
    public let flags: UInt8

    /// A new trace.
    public init() {
        self.init(traceID: Self.hex(words: 2), spanID: Self.hex(words: 1), flags: 1)
    }

    private init(traceID: String, spanID: String, flags: UInt8) {
        self.traceID = traceID
        self.spanID = spanID
        self.flags = flags
    }

    /// Reads a header; nil when it is not valid, and then a new trace is to be begun. A version above ours is read as far as
    /// ours goes, as the recommendation demands.
    public init?(_ header: some StringProtocol) {
        let parts = header.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count >= 4, Self.isHex(parts[0], 2), parts[0] != "ff", parts[0] != "00" || parts.count == 4,
            Self.isHex(parts[1], 32), !Self.isZero(parts[1]),
            Self.isHex(parts[2], 16), !Self.isZero(parts[2]),
            Self.isHex(parts[3], 2), let flags = UInt8(parts[3], radix: 16)
        else { return nil }
        self.init(traceID: String(parts[1]), spanID: String(parts[2]), flags: flags)
    }

    /// The same trace, a new part of it.
    public func child() -> Traceparent {
        Traceparent(traceID: traceID, spanID: Self.hex(words: 1), flags: flags)
    }

    /// The header's value.
    public var description: String { "00-\(traceID)-\(spanID)-\(flags < 16 ? "0" : "")\(String(flags, radix: 16))" }

    private static func isHex(_ text: some StringProtocol, _ count: Int) -> Bool {
        text.utf8.count == count && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }

    private static func isZero(_ text: some StringProtocol) -> Bool { text.utf8.allSatisfy { $0 == UInt8(ascii: "0") } }

    private static func hex(words: Int) -> String {
        var generator = SystemRandomNumberGenerator()
        return (0..<words).map { _ in
            let digits = String(UInt64.random(in: 1...UInt64.max, using: &generator), radix: 16)
            return String(repeating: "0", count: 16 - digits.count) + digits
        }.joined()
    }
}
