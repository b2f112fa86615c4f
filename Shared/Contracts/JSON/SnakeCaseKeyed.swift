/// Looks a key up by its exact spelling first (a dictionary's keys are data, not names), then in snake case.
struct SnakeCaseKeyed<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let inner: KeyedDecodingContainer<PlainKey>
    var codingPath: [any CodingKey] { inner.codingPath }
    var allKeys: [Key] { inner.allKeys.compactMap { Key(stringValue: $0.stringValue) } }

    private func find(_ key: Key) -> PlainKey {
        let exact = PlainKey(stringValue: key.stringValue)
        return inner.contains(exact) ? exact : PlainKey(stringValue: SnakeCase.of(key.stringValue))
    }

    func contains(_ key: Key) -> Bool { inner.contains(find(key)) }
    func decodeNil(forKey key: Key) throws -> Bool { try inner.decodeNil(forKey: find(key)) }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try inner.decode(type, forKey: find(key)) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try inner.decode(type, forKey: find(key)) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try inner.decode(type, forKey: find(key)) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try inner.decode(type, forKey: find(key)) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try inner.decode(type, forKey: find(key)) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try inner.decode(type, forKey: find(key)) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try inner.decode(type, forKey: find(key)) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try inner.decode(type, forKey: find(key)) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try inner.decode(type, forKey: find(key)) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try inner.decode(type, forKey: find(key)) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try inner.decode(type, forKey: find(key)) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try inner.decode(type, forKey: find(key)) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try inner.decode(type, forKey: find(key)) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try inner.decode(type, forKey: find(key)) }

    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
        try inner.decode(SnakeCased<Value>.self, forKey: find(key)).value
    }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
        let nested = try inner.nestedContainer(keyedBy: PlainKey.self, forKey: find(key))
        return KeyedDecodingContainer<Nested>(SnakeCaseKeyed<Nested>(inner: nested))
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        SnakeCaseUnkeyed(inner: try inner.nestedUnkeyedContainer(forKey: find(key)))
    }

    func superDecoder() throws -> any Decoder { SnakeCaseDecoder(inner: try inner.superDecoder()) }
    func superDecoder(forKey key: Key) throws -> any Decoder {
        SnakeCaseDecoder(inner: try inner.superDecoder(forKey: find(key)))
    }
}
