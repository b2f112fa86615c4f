import Foundation

extension Bool: PostgresArrayElement {
    /// `boolean`.
    public static var postgresType: PostgresType { .bool }
    /// One byte.
    public func encode(into writer: inout PostgresWriter) { writer.append(UInt8(self ? 1 : 0)) }
    /// `boolean`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .bool }
    /// One byte.
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Bool {
        try cell.integer(UInt8.self, for: Self.self) != 0
    }
}

extension UUID: PostgresArrayElement {
    /// `uuid`.
    public static var postgresType: PostgresType { .uuid }
    /// Sixteen bytes.
    public func encode(into writer: inout PostgresWriter) {
        withUnsafeBytes(of: uuid) { writer.append(contentsOf: $0) }
    }
    /// `uuid`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .uuid }
    /// Sixteen bytes.
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> UUID {
        let bytes = try cell.value(for: Self.self)
        guard bytes.count == 16 else { throw cell.mismatch(Self.self, "\(bytes.count) bytes long") }
        return UUID(uuid: bytes.loadUnaligned(as: uuid_t.self))
    }
}

extension Data: PostgresArrayElement {
    /// `bytea`.
    public static var postgresType: PostgresType { .bytea }
    /// As they are.
    public func encode(into writer: inout PostgresWriter) {
        withUnsafeBytes { writer.append(contentsOf: $0) }
    }
    /// `bytea`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .bytea }
    /// As they are.
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Data {
        Data(try cell.value(for: Self.self))
    }
}

extension UInt8: PostgresArrayElement {
    /// There is no one-byte integer: `smallint`. An array of bytes, though, is a `bytea`.
    public static var postgresType: PostgresType { .int2 }
    /// Two bytes.
    public func encode(into writer: inout PostgresWriter) { writer.append(Int16(self)) }
    /// `smallint`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .int2 }
    /// Within 0…255.
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> UInt8 {
        let wide = try cell.integer(Int16.self, for: Self.self)
        guard let value = UInt8(exactly: wide) else { throw cell.mismatch(Self.self, "\(wide) is out of range") }
        return value
    }
    /// `bytea`.
    public static var postgresArrayType: PostgresType { .bytea }
    /// As they are.
    public static func encodeArray(_ elements: [UInt8], into writer: inout PostgresWriter) {
        elements.withUnsafeBytes { writer.append(contentsOf: $0) }
    }
    /// As they are.
    public static func decodeArray(_ cell: PostgresCell) throws(PostgresError) -> [UInt8] {
        Array(try cell.value(for: [UInt8].self))
    }
    /// `bytea`.
    public static func acceptsArray(_ type: PostgresType) -> Bool { type == .bytea }
}

extension Double: PostgresArrayElement {
    /// `double precision`. For measurements of the machine only: time, percent and money are never floating.
    public static var postgresType: PostgresType { .float8 }
    /// Eight bytes.
    public func encode(into writer: inout PostgresWriter) { writer.append(bitPattern) }
    /// `double precision`, `real`, `numeric`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .float8 || type == .float4 || type == .numeric }
    /// The nearest for `numeric`.
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> Double {
        switch cell.type {
        case .float4: return Double(Float(bitPattern: try cell.integer(UInt32.self, for: Self.self)))
        case .numeric:
            let text = try Numeric.text(cell)
            guard let value = Double(text) else { throw cell.mismatch(Self.self, text) }
            return value
        default: return Double(bitPattern: try cell.integer(UInt64.self, for: Self.self))
        }
    }
}
