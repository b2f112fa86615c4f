/// A command in the form in which it goes over the wire: an array of binary-safe strings, encoded once, by the caller's
/// thread, into one buffer.
public struct RedisCommand: Sendable, Hashable {
    /// The RESP encoding.
    public private(set) var encoded: [UInt8]

    /// Encodes a command with any number of arguments, the first of which is its name.
    public init(_ arguments: [RedisArgument]) {
        self.init(count: arguments.count, capacity: 16 + arguments.reduce(0) { $0 + $1.estimate + 16 })
        for argument in arguments { append(argument) }
    }

    /// Begins a command of exactly `count` arguments, to be added with `append`.
    init(count: Int, capacity: Int) {
        encoded = []
        encoded.reserveCapacity(capacity)
        encoded.append(UInt8(ascii: "*"))
        appendDecimal(UInt64(count))
        appendLineEnd()
    }

    mutating func append(_ argument: RedisArgument) {
        switch argument {
        case .string(let text): append(text)
        case .bytes(let bytes): append(bytes)
        case .integer(let value): append(String(value))
        }
    }

    mutating func append(_ text: String) {
        var text = text
        text.withUTF8 { append(buffer: UnsafeRawBufferPointer($0)) }
    }

    mutating func append(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { append(buffer: $0) }
    }

    /// `1-0`: the id of a stream entry whose place is `position`.
    mutating func append(streamPosition position: Int64) {
        let digits = Self.digits(UInt64(max(0, position)))
        appendHeader(length: digits + 2)
        appendDecimal(UInt64(max(0, position)))
        encoded.append(UInt8(ascii: "-"))
        encoded.append(UInt8(ascii: "0"))
        appendLineEnd()
    }

    private mutating func append(buffer: UnsafeRawBufferPointer) {
        appendHeader(length: buffer.count)
        encoded.append(contentsOf: buffer)
        appendLineEnd()
    }

    private mutating func appendHeader(length: Int) {
        encoded.append(UInt8(ascii: "$"))
        appendDecimal(UInt64(length))
        appendLineEnd()
    }

    private mutating func appendLineEnd() {
        encoded.append(13)
        encoded.append(10)
    }

    private mutating func appendDecimal(_ value: UInt64) {
        guard value >= 10 else { return encoded.append(48 + UInt8(value)) }
        let start = encoded.count
        var rest = value
        while rest > 0 {
            encoded.append(48 + UInt8(rest % 10))
            rest /= 10
        }
        encoded[start...].reverse()
    }

    private static func digits(_ value: UInt64) -> Int {
        var count = 1
        var rest = value
        while rest >= 10 {
            rest /= 10
            count += 1
        }
        return count
    }
}

/// One argument of a command.
public enum RedisArgument: Sendable, Hashable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
    ExpressibleByStringInterpolation
{
    /// Text, sent as UTF-8.
    case string(String)
    /// Bytes, sent as they are.
    case bytes([UInt8])
    /// A number, sent in decimal.
    case integer(Int64)

    /// A text.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A number.
    public init(integerLiteral value: Int64) { self = .integer(value) }

    var estimate: Int {
        switch self {
        case .string(let text): text.utf8.count
        case .bytes(let bytes): bytes.count
        case .integer: 20
        }
    }
}
