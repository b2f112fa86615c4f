extension String: PostgresArrayElement {
    /// `text`. Casts in the SQL make other types of it (`\(text)::date`).
    public static var postgresType: PostgresType { .text }
    /// UTF-8; a NUL character is refused.
    public func encode(into writer: inout PostgresWriter) { writer.append(text: self) }
    /// Texts, names, JSON, enums, and `numeric` in its exact decimal digits.
    public static func accepts(_ type: PostgresType) -> Bool { type.isTextual || type == .jsonb || type == .numeric }
    /// The text; for `numeric` as the server would print it.
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> String {
        switch cell.type {
        case .numeric: return try Numeric.text(cell)
        case .jsonb: return try JSONText.decode(cell).text
        default: return String(decoding: try cell.value(for: Self.self), as: UTF8.self)
        }
    }
}

/// The text of a JSON document, bound as `jsonb`. The server checks that it is JSON.
public struct JSONText: Hashable, Sendable {
    /// The document.
    public var text: String
    /// From a document's text.
    public init(_ text: String) { self.text = text }
}

extension JSONText: PostgresArrayElement {
    /// The only version of the binary form of `jsonb`: a byte, then the text.
    private static let version: UInt8 = 1

    /// `jsonb`.
    public static var postgresType: PostgresType { .jsonb }
    /// A version and the text.
    public func encode(into writer: inout PostgresWriter) {
        writer.append(Self.version)
        writer.append(text: text)
    }
    /// `jsonb` and `json`.
    public static func accepts(_ type: PostgresType) -> Bool { type == .jsonb || type == .json }
    /// The text, as the server prints it (`jsonb` keeps neither spaces nor the order of keys).
    public static func decode(_ cell: PostgresCell) throws(PostgresError) -> JSONText {
        let bytes = try cell.value(for: Self.self)
        guard cell.type == .jsonb else { return JSONText(String(decoding: bytes, as: UTF8.self)) }
        guard bytes.first == version else { throw cell.mismatch(Self.self, "unknown version of jsonb") }
        return JSONText(String(decoding: bytes.dropFirst(), as: UTF8.self))
    }
}
