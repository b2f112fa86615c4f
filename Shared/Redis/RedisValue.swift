import Foundation

/// What Redis answered (RESP2). Strings are bytes: Redis promises no encoding.
public enum RedisValue: Sendable, Hashable {
    /// Nothing: a missing key, a blocking read that saw nothing in time.
    case null
    /// A 64-bit integer.
    case integer(Int64)
    /// A short fixed answer such as `OK`.
    case status(String)
    /// A binary-safe string.
    case bytes([UInt8])
    /// Several values, nested at most seven deep (hiredis' limit).
    case array([RedisValue])
    /// A refusal, for example `ERR The ID specified in XADD is equal or smaller …`.
    case error(String)
}

extension RedisValue {
    /// The text of a string or status; nil for everything else. Bytes that are no UTF-8 are replaced by U+FFFD.
    public var string: String? {
        switch self {
        case .bytes(let bytes): String(decoding: bytes, as: UTF8.self)
        case .status(let text): text
        default: nil
        }
    }

    /// The integer, also when it was spelled as a string; nil for everything else.
    public var integer: Int64? {
        switch self {
        case .integer(let value): value
        case .bytes, .status: string.flatMap { Int64($0) }
        default: nil
        }
    }

    /// The bytes of a string or status; nil for everything else.
    public var bytes: [UInt8]? {
        switch self {
        case .bytes(let bytes): bytes
        case .status(let text): Array(text.utf8)
        default: nil
        }
    }

    /// The elements of an array; nil for everything else.
    public var array: [RedisValue]? {
        guard case .array(let values) = self else { return nil }
        return values
    }

    /// The words of a refusal; nil when it is none.
    public var errorMessage: String? {
        guard case .error(let message) = self else { return nil }
        return message
    }

    /// True for the missing value.
    public var isNull: Bool { self == .null }
}
