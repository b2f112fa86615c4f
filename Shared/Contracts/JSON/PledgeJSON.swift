import Foundation

/// JSON as this system speaks it: snake case, sorted keys, no escaped slashes. The same value is always the same bytes, so
/// that fingerprints and signatures can be taken of them.
public enum PledgeJSON {
    /// The bytes of a value.
    ///
    /// - Throws: `EncodingError` when the value cannot be spelled in JSON.
    public static func encode(_ value: some Encodable) throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .custom { path in
            PlainKey(stringValue: SnakeCase.of(path.last?.stringValue ?? ""))
        }
        return try encoder.encode(value)
    }

    /// The text of a value.
    ///
    /// - Throws: `EncodingError` when the value cannot be spelled in JSON.
    public static func encodeText(_ value: some Encodable) throws -> String {
        String(decoding: try encode(value), as: UTF8.self)
    }

    /// Reads a value. A Swift name finds its member by the exact spelling or by its snake case; unknown members are ignored,
    /// as consumers of events must (requests are read with `NodeReader`, which refuses them).
    ///
    /// - Throws: `DecodingError` when the bytes are not JSON or not such a value.
    public static func decode<Value: Decodable>(_ type: Value.Type = Value.self, from data: Data) throws -> Value {
        try JSONDecoder().decode(SnakeCased<Value>.self, from: data).value
    }

    /// Reads a value from text.
    ///
    /// - Throws: `DecodingError` when the text is not JSON or not such a value.
    public static func decode<Value: Decodable>(_ type: Value.Type = Value.self, from text: String) throws -> Value {
        try decode(type, from: Data(text.utf8))
    }
}
