extension PostgresArrayElement {
    /// The array of the element's type.
    public static var postgresArrayType: PostgresType { postgresType.array }

    /// One dimension, counted from one; an empty array has none.
    public static func encodeArray(_ elements: [Self], into writer: inout PostgresWriter) {
        writer.append(Int32(elements.isEmpty ? 0 : 1))
        // Whether there are nulls; the server does not rely on it, but recomputes.
        writer.append(Int32(elements.contains { $0.isPostgresNull } ? 1 : 0))
        writer.append(postgresType.rawValue)
        guard !elements.isEmpty else { return }
        guard let count = Int32(exactly: elements.count) else { return writer.refuse("an array has over 2^31 elements") }
        writer.append(count)
        writer.append(Int32(1))
        for element in elements { writer.appendSized(element) }
    }

    /// The array's own header says what its elements are.
    public static func acceptsArray(_ type: PostgresType) -> Bool { ArrayHeader.elementType(ofArray: type).map(accepts) ?? false }

    /// Throws for more than one dimension.
    public static func decodeArray(_ cell: PostgresCell) throws(PostgresError) -> [Self] {
        var reader = ArrayReader(bytes: try cell.value(for: [Self].self), cell: cell)
        let header = try reader.header()
        guard accepts(header.elementType) else { throw cell.mismatch([Self].self, "its elements are \(header.elementType)") }
        var elements: [Self] = []
        elements.reserveCapacity(header.count)
        for _ in 0..<header.count {
            elements.append(
                try decode(PostgresCell(bytes: try reader.element(), type: header.elementType, column: cell.column)))
        }
        return elements
    }
}

extension Array: PostgresBindable where Element: PostgresArrayElement {
    /// The array of the element's type; `bytea` for bytes.
    public static var postgresType: PostgresType { Element.postgresArrayType }
    /// The elements with their lengths.
    public func encode(into writer: inout PostgresWriter) { Element.encodeArray(self, into: &writer) }
}

extension Array: PostgresDecodable where Element: PostgresArrayElement {
    /// An array of what the element accepts.
    public static func accepts(_ type: PostgresType) -> Bool { Element.acceptsArray(type) }
    /// The elements.
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> [Element] { try Element.decodeArray(cell) }
}

/// What stands before the elements of an array.
struct ArrayHeader {
    let count: Int
    let elementType: PostgresType

    /// The element's type of the array types that can be read; nil for what is no array.
    static func elementType(ofArray type: PostgresType) -> PostgresType? {
        switch type.rawValue {
        case 1000: return .bool
        case 1001: return .bytea
        case 1003: return .name
        case 1005: return .int2
        case 1007: return .int4
        case 1016: return .int8
        case 1028: return .oid
        case 1009: return .text
        case 1014: return .bpchar
        case 1015: return .varchar
        case 199: return .json
        case 1021: return .float4
        case 1022: return .float8
        case 1115: return .timestamp
        case 1185: return .timestamptz
        case 1231: return .numeric
        case 2951: return .uuid
        case 3807: return .jsonb
        case 271: return .xid8
        // Arrays of enums and domains; the elements say what they are.
        case PostgresType.firstUserDefined...: return .text
        default: return nil
        }
    }
}

/// Reads the binary form of an array, checking every length: the bytes come from outside.
struct ArrayReader {
    var bytes: UnsafeRawBufferPointer
    let cell: PostgresCell
    private var offset = 0

    init(bytes: UnsafeRawBufferPointer, cell: PostgresCell) {
        self.bytes = bytes
        self.cell = cell
    }

    mutating func header() throws(PostgresError) -> ArrayHeader {
        let dimensions = try integer()
        _ = try integer()
        let elementType = PostgresType(rawValue: UInt32(bitPattern: try integer()))
        if dimensions == 0 { return ArrayHeader(count: 0, elementType: elementType) }
        guard dimensions == 1 else { throw cell.mismatch([Any].self, "it has \(dimensions) dimensions") }
        let count = try integer()
        _ = try integer()
        // Each element has at least its length.
        guard count >= 0, Int(count) * 4 <= bytes.count - offset else { throw cell.mismatch([Any].self, "truncated") }
        return ArrayHeader(count: Int(count), elementType: elementType)
    }

    /// The next element; nil for null.
    mutating func element() throws(PostgresError) -> UnsafeRawBufferPointer? {
        let length = try integer()
        if length == -1 { return nil }
        guard length >= 0, Int(length) <= bytes.count - offset else { throw cell.mismatch([Any].self, "truncated") }
        defer { offset += Int(length) }
        return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + Int(length)])
    }

    private mutating func integer() throws(PostgresError) -> Int32 {
        guard bytes.count - offset >= 4 else { throw cell.mismatch([Any].self, "truncated") }
        defer { offset += 4 }
        return Int32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: Int32.self))
    }
}
