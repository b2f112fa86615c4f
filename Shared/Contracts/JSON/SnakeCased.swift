import Foundation

/// Decodes a value whose members are spelled in snake case.
///
/// Foundation's `convertFromSnakeCase` guesses the Swift name from the JSON name, and guesses wrong for `tenantID`. This asks
/// the other way round, from the Swift name that is wanted to the JSON name, and so is exact.
struct SnakeCased<Value: Decodable>: Decodable {
    let value: Value

    init(from decoder: any Decoder) throws {
        if Self.isLeaf {
            value = try decoder.singleValueContainer().decode(Value.self)
        } else {
            value = try Value(from: SnakeCaseDecoder(inner: decoder))
        }
    }

    /// Types that JSONDecoder itself knows how to read, and that have no members of ours inside.
    static var isLeaf: Bool {
        Value.self == String.self || Value.self == Int.self || Value.self == Int64.self || Value.self == Bool.self
            || Value.self == Data.self || Value.self == Decimal.self || Value.self == Date.self || Value.self == URL.self
            || Value.self == UUID.self || Value.self == Double.self || Value.self == Int32.self || Value.self == Int16.self
            || Value.self == UInt64.self || Value.self == UInt32.self || Value.self == UInt16.self || Value.self == UInt8.self
    }
}

/// Hands out containers that look their keys up in snake case.
struct SnakeCaseDecoder: Decoder {
    let inner: any Decoder
    var codingPath: [any CodingKey] { inner.codingPath }
    var userInfo: [CodingUserInfoKey: Any] { inner.userInfo }

    func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(SnakeCaseKeyed<Key>(inner: try inner.container(keyedBy: PlainKey.self)))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        SnakeCaseUnkeyed(inner: try inner.unkeyedContainer())
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        SnakeCaseSingle(inner: try inner.singleValueContainer())
    }
}
