import Foundation

/// A typed identifier: a UUIDv7 inside, `cus_01JQ…` outside (prefix, underscore, 26 characters of Crockford base32).
///
/// Ids sort by the millisecond in which they were made, in both spellings. There is exactly one spelling per id: lower case,
/// look-alike letters and values past 128 bits are refused, so that text comparison is id comparison.
public struct ID<Kind: IDKind>: Hashable, Sendable, Codable, CustomStringConvertible, Comparable {
    /// The 128 bits, as Postgres stores them.
    public let uuid: UUID

    /// A new id, of this millisecond.
    public init() {
        self.uuid = UUIDv7.make()
    }

    /// The id that has these bits.
    public init(_ uuid: UUID) {
        self.uuid = uuid
    }

    /// Reads the public spelling; nil when the text is not exactly an id of this kind.
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        let prefix = Array(Kind.prefix.utf8) + [UInt8(ascii: "_")]
        guard bytes.count == prefix.count + CrockfordBase32.length, bytes.starts(with: prefix),
            let uuid = CrockfordBase32.decode(bytes[prefix.count...])
        else { return nil }
        self.uuid = uuid
    }

    /// The public spelling, `cus_01JQ…`.
    public var description: String { "\(Kind.prefix)_\(CrockfordBase32.encode(uuid))" }

    /// Decodes the public spelling.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = Self(text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an identifier \(Kind.prefix)_…")
        }
        self = id
    }

    /// Encodes the public spelling.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    /// Orders by the time in which the ids were made.
    public static func < (a: Self, b: Self) -> Bool {
        withUnsafeBytes(of: a.uuid.uuid) { a in
            withUnsafeBytes(of: b.uuid.uuid) { b in a.lexicographicallyPrecedes(b) }
        }
    }
}

extension ID<IDKinds.Tenant> {
    /// The tenant in which the operators of the platform live.
    public static var platform: Self {
        Self(UUID(uuid: (0, 0, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 1)))
    }
}
