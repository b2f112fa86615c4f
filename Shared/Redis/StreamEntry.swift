/// One entry of a stream.
public struct StreamEntry: Sendable, Hashable {
    /// Its id, `<milliseconds or position>-<sequence>`.
    public let id: StreamID
    /// Names and values, in order, as they were added.
    public let fields: [(name: String, value: [UInt8])]

    /// The value of the first field of that name.
    public subscript(_ name: String) -> [UInt8]? { fields.first { $0.name == name }?.value }

    /// Two entries are the same when id and fields are.
    public static func == (a: Self, b: Self) -> Bool {
        a.id == b.id && a.fields.elementsEqual(b.fields) { $0.name == $1.name && $0.value == $1.value }
    }

    /// Hashes the id alone: it is unique within a stream.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }

    init(_ value: RedisValue) throws(RedisError) {
        guard let pair = value.array, pair.count == 2, let id = pair[0].string.flatMap({ StreamID($0) }) else {
            throw RedisError(.unexpectedReply, "not an entry of a stream")
        }
        // An entry that was deleted while it was pending has null for its fields.
        let flat = pair[1].array ?? []
        self.id = id
        self.fields = stride(from: 0, to: flat.count - flat.count % 2, by: 2).map {
            (flat[$0].string ?? "", flat[$0 + 1].bytes ?? [])
        }
    }

    static func list(_ value: RedisValue) throws(RedisError) -> [StreamEntry] {
        guard let values = value.array else { throw RedisError(.unexpectedReply, "not a list of entries") }
        var entries: [StreamEntry] = []
        entries.reserveCapacity(values.count)
        for value in values { entries.append(try StreamEntry(value)) }
        return entries
    }
}

/// The id of a stream's entry.
public struct StreamID: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The first part: milliseconds by default, a position where the producer says so.
    public let major: UInt64
    /// The second part.
    public let minor: UInt64

    /// The id that is smaller than every entry's.
    public static let zero = StreamID(0)

    /// An id of its parts.
    public init(_ major: UInt64, _ minor: UInt64 = 0) {
        self.major = major
        self.minor = minor
    }

    /// Reads `12-0`.
    public init?(_ text: String) {
        let parts = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let major = UInt64(parts[0]), let minor = UInt64(parts[1]) else { return nil }
        self.init(major, minor)
    }

    /// `12-0`.
    public var description: String { "\(major)-\(minor)" }

    /// Orders as Redis does.
    public static func < (a: Self, b: Self) -> Bool { (a.major, a.minor) < (b.major, b.minor) }
}
