import Terms

/// Looks a member up by its exact spelling first (a dictionary's keys are data, not names), then in snake case.
struct KeyedNodes<Key: CodingKey>: KeyedDecodingContainerProtocol {
    /// Of more members an index is made: looking through all of them for each would take its time.
    private static var searchedMaximum: Int { 24 }

    private let members: [Node.Member]
    private let index: [String: Int]?
    private let path: NodePath?

    init(_ members: [Node.Member], _ path: NodePath?) {
        self.members = members
        self.path = path
        index =
            members.count > Self.searchedMaximum
            ? Dictionary(members.enumerated().map { ($1.key, $0) }) { first, _ in first } : nil
    }

    var codingPath: [any CodingKey] { path?.keys ?? [] }
    var allKeys: [Key] { members.compactMap { Key(stringValue: $0.key) } }

    private func member(_ name: String) -> Node? {
        if let index { return index[name].map { members[$0].node } }
        return members.first { $0.key == name }?.node
    }

    private func find(_ key: Key) -> NodeDecoder? {
        let name = key.stringValue
        guard let node = member(name) ?? member(SnakeCase.of(name)) else { return nil }
        return NodeDecoder(node, in: path, by: .member(name))
    }

    private func value(_ key: Key) throws -> NodeDecoder {
        guard let found = find(key) else {
            throw DecodingError.keyNotFound(
                key, .init(codingPath: codingPath, debugDescription: "there is no \(SnakeCase.of(key.stringValue))"))
        }
        return found
    }

    /// A member that is there and not null.
    private func present(_ key: Key) -> NodeDecoder? { find(key).flatMap { $0.decodeNil() ? nil : $0 } }

    func contains(_ key: Key) -> Bool { find(key) != nil }
    func decodeNil(forKey key: Key) throws -> Bool { try value(key).decodeNil() }

    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try value(key).decode(type) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try value(key).decode(type) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try value(key).decode(type) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try value(key).decode(type) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try value(key).decode(type) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try value(key).decode(type) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try value(key).decode(type) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try value(key).decode(type) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try value(key).decode(type) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try value(key).decode(type) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try value(key).decode(type) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try value(key).decode(type) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try value(key).decode(type) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try value(key).decode(type) }
    func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try value(key).read(type) }

    // One look instead of the three of the defaults, for what is most often left out.
    func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try present(key)?.decode(type) }
    func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? { try present(key)?.read(type) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) throws -> KeyedDecodingContainer<Nested> {
        try value(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer { try value(key).unkeyedContainer() }

    func superDecoder() throws -> any Decoder { NodeDecoder(member("super") ?? Node(.null), in: path, by: .member("super")) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try value(key) }
}
