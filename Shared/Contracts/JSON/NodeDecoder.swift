import Foundation
import Terms

/// Reads one value out of a tree whose members are spelled in snake case.
///
/// Foundation's `convertFromSnakeCase` guesses the Swift name from the JSON name, and guesses wrong for `tenantID`. This asks
/// the other way round, from the Swift name that is wanted to the JSON name, and so is exact.
struct NodeDecoder: Decoder, NodeSource {
    /// How a value is reached from what it stands in.
    enum Step {
        case member(String)
        case element(Int)
    }

    let node: Node
    let parent: NodePath?
    let step: Step?

    /// The outermost value, or one in another.
    init(_ node: Node, in parent: NodePath? = nil, by step: Step? = nil) {
        self.node = node
        self.parent = parent
        self.step = step
    }

    var codingPath: [any CodingKey] { path?.keys ?? [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }
    private var path: NodePath? { step.map { NodePath(parent, $0) } }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        guard case .map(let members) = node.value else { throw mismatch([String: Node].self) }
        return KeyedDecodingContainer(KeyedNodes<Key>(members, path))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        guard case .list(let nodes) = node.value else { throw mismatch([Node].self) }
        return UnkeyedNodes(nodes, path)
    }

    func singleValueContainer() -> any SingleValueDecodingContainer { self }

    /// The value as any type.
    func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
        if type == Data.self, let value = Data(base64Encoded: try decode(String.self)) as? Value { return value }
        if type == URL.self, let value = URL(string: try decode(String.self)) as? Value { return value }
        if type == Decimal.self, let value = try decimal() as? Value { return value }
        return try Value(from: self)
    }

    private func decimal() throws -> Decimal? {
        guard case .number(let text) = node.value else { throw mismatch(Decimal.self) }
        return Self.decimal(text)
    }

    private static func decimal(_ text: String) -> Decimal? { Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")) }

    private func number<Value: LosslessStringConvertible>(_ type: Value.Type) throws -> Value {
        guard case .number(let text) = node.value else { throw mismatch(type) }
        if let value = Value(text) { return value }
        // `1.0` and `1e3` are whole as well: their digits are kept, as a Double would not.
        guard let value = Self.decimal(text).flatMap({ Value($0.description) }) else {
            throw DecodingError.dataCorrupted(.init(codingPath: codingPath, debugDescription: "\(text) is no \(type)"))
        }
        return value
    }

    private func mismatch(_ type: Any.Type) -> DecodingError {
        if decodeNil() {
            return .valueNotFound(type, .init(codingPath: codingPath, debugDescription: "null where \(type) belongs"))
        }
        return .typeMismatch(type, .init(codingPath: codingPath, debugDescription: "no \(type)"))
    }
}

extension NodeDecoder: SingleValueDecodingContainer {
    func decodeNil() -> Bool { if case .null = node.value { true } else { false } }

    func decode(_ type: Bool.Type) throws -> Bool {
        guard case .bool(let bool) = node.value else { throw mismatch(type) }
        return bool
    }

    func decode(_ type: String.Type) throws -> String {
        guard case .string(let string) = node.value else { throw mismatch(type) }
        return string
    }

    func decode(_ type: Double.Type) throws -> Double { try number(type) }
    func decode(_ type: Float.Type) throws -> Float { try number(type) }
    func decode(_ type: Int.Type) throws -> Int { try number(type) }
    func decode(_ type: Int8.Type) throws -> Int8 { try number(type) }
    func decode(_ type: Int16.Type) throws -> Int16 { try number(type) }
    func decode(_ type: Int32.Type) throws -> Int32 { try number(type) }
    func decode(_ type: Int64.Type) throws -> Int64 { try number(type) }
    func decode(_ type: UInt.Type) throws -> UInt { try number(type) }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try number(type) }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try number(type) }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try number(type) }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try number(type) }
    func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try read(type) }
}

/// Where in a tree something stands, for messages.
final class NodePath {
    private let parent: NodePath?
    private let step: NodeDecoder.Step

    init(_ parent: NodePath?, _ step: NodeDecoder.Step) {
        self.parent = parent
        self.step = step
    }

    /// From the outermost value inwards.
    var keys: [any CodingKey] {
        let own: any CodingKey =
            switch step {
            case .member(let name): PlainKey(stringValue: name)
            case .element(let index): PlainKey(index: index)
            }
        return (parent?.keys ?? []) + [own]
    }
}
