/// Takes the members of an object, their names in snake case.
struct KeyedSpeller<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let object: SpelledObject

    var codingPath: [any CodingKey] { [] }

    private func set(_ key: Key, _ value: SpelledValue) {
        let isData = ObjectIdentifier(Key.self) == ValueSpeller.dictionaryNames
        object.set(isData ? key.stringValue : SnakeCase.of(key.stringValue), value)
    }

    func encodeNil(forKey key: Key) { set(key, .null) }
    func encode(_ value: Bool, forKey key: Key) { set(key, .bool(value)) }
    func encode(_ value: String, forKey key: Key) { set(key, .string(value)) }
    func encode(_ value: Double, forKey key: Key) throws { set(key, try ValueSpeller.spell(value)) }
    func encode(_ value: Float, forKey key: Key) throws { set(key, try ValueSpeller.spell(value)) }
    func encode(_ value: Int, forKey key: Key) { set(key, .number(value.description)) }
    func encode(_ value: Int8, forKey key: Key) { set(key, .number(value.description)) }
    func encode(_ value: Int16, forKey key: Key) { set(key, .number(value.description)) }
    func encode(_ value: Int32, forKey key: Key) { set(key, .number(value.description)) }
    func encode(_ value: Int64, forKey key: Key) { set(key, .number(value.description)) }
    func encode(_ value: UInt, forKey key: Key) { set(key, .number(value.description)) }
    func encode(_ value: UInt8, forKey key: Key) { set(key, .number(value.description)) }
    func encode(_ value: UInt16, forKey key: Key) { set(key, .number(value.description)) }
    func encode(_ value: UInt32, forKey key: Key) { set(key, .number(value.description)) }
    func encode(_ value: UInt64, forKey key: Key) { set(key, .number(value.description)) }
    func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { set(key, try ValueSpeller.spell(value)) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type, forKey key: Key) -> KeyedEncodingContainer<Nested> {
        let nested = SpelledObject()
        set(key, .object(nested))
        return KeyedEncodingContainer(KeyedSpeller<Nested>(object: nested))
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        let nested = SpelledArray()
        set(key, .array(nested))
        return UnkeyedSpeller(array: nested)
    }

    func superEncoder() -> any Encoder { later("super") }
    func superEncoder(forKey key: Key) -> any Encoder { later(SnakeCase.of(key.stringValue)) }

    private func later(_ name: String) -> ValueSpeller {
        let speller = ValueSpeller()
        object.set(name, .later(speller))
        return speller
    }
}
