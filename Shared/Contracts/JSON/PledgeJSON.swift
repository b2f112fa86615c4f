import Foundation
import Terms

/// JSON as this system speaks it: snake case, sorted keys, no escaped slashes. The same value is always the same bytes, so
/// that fingerprints and signatures can be taken of them.
public enum PledgeJSON {
    /// The bytes of a value.
    ///
    /// - Throws: `EncodingError` when the value cannot be spelled in JSON.
    public static func encode(_ value: some Encodable) throws -> Data {
        Data(try bytes(value))
    }

    /// The text of a value.
    ///
    /// - Throws: `EncodingError` when the value cannot be spelled in JSON.
    public static func encodeText(_ value: some Encodable) throws -> String {
        String(decoding: try bytes(value), as: UTF8.self)
    }

    private static func bytes(_ value: some Encodable) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try ValueSpeller.spellWhole(value).write(to: &bytes)
        return bytes
    }

    /// Reads a value. A Swift name finds its member by the exact spelling or by its snake case; unknown members are ignored,
    /// as consumers of events must (requests are read with `NodeReader`, which refuses them).
    ///
    /// - Throws: `DecodingError` when the bytes are not JSON or not such a value.
    public static func decode<Value: Decodable>(_ type: Value.Type = Value.self, from data: Data) throws -> Value {
        try read(type, data)
    }

    /// Reads a value from text.
    ///
    /// - Throws: `DecodingError` when the text is not JSON or not such a value.
    public static func decode<Value: Decodable>(_ type: Value.Type = Value.self, from text: String) throws -> Value {
        try read(type, text.utf8)
    }

    /// The tree of a text, of which several values are to be read.
    ///
    /// - Throws: `DecodingError` when the bytes are not JSON.
    static func tree(_ bytes: some Collection<UInt8>) throws -> Node {
        do {
            return try Node(json: bytes, limits: limits)
        } catch {
            throw DecodingError.dataCorrupted(.init(codingPath: [], debugDescription: "\(error)"))
        }
    }

    /// Reads a value from a tree.
    ///
    /// - Throws: `DecodingError` when it is not such a value.
    static func decode<Value: Decodable>(_ type: Value.Type, from tree: Node) throws -> Value {
        try NodeDecoder(tree).read(type)
    }

    /// Levels that are read: as many as anything of ours has, and some more. Whoever takes bytes in has bounded their number.
    private static let limits = NodeLimits(bytesMaximum: .max, depthMaximum: 128, nodesMaximum: .max)

    private static func read<Value: Decodable>(_ type: Value.Type, _ bytes: some Collection<UInt8>) throws -> Value {
        try decode(type, from: tree(bytes))
    }
}
