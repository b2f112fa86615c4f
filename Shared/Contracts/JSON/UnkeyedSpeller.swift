/// Takes the elements of a list.
struct UnkeyedSpeller: UnkeyedEncodingContainer {
    let array: SpelledArray

    var codingPath: [any CodingKey] { [] }
    var count: Int { array.elements.count }

    private func add(_ value: SpelledValue) { array.elements.append(value) }

    func encodeNil() { add(.null) }
    func encode(_ value: Bool) { add(.bool(value)) }
    func encode(_ value: String) { add(.string(value)) }
    func encode(_ value: Double) throws { add(try ValueSpeller.spell(value)) }
    func encode(_ value: Float) throws { add(try ValueSpeller.spell(value)) }
    func encode(_ value: Int) { add(.number(value.description)) }
    func encode(_ value: Int8) { add(.number(value.description)) }
    func encode(_ value: Int16) { add(.number(value.description)) }
    func encode(_ value: Int32) { add(.number(value.description)) }
    func encode(_ value: Int64) { add(.number(value.description)) }
    func encode(_ value: UInt) { add(.number(value.description)) }
    func encode(_ value: UInt8) { add(.number(value.description)) }
    func encode(_ value: UInt16) { add(.number(value.description)) }
    func encode(_ value: UInt32) { add(.number(value.description)) }
    func encode(_ value: UInt64) { add(.number(value.description)) }
    func encode<Value: Encodable>(_ value: Value) throws { add(try ValueSpeller.spell(value)) }

    func nestedContainer<Nested: CodingKey>(keyedBy type: Nested.Type) -> KeyedEncodingContainer<Nested> {
        let nested = SpelledObject()
        add(.object(nested))
        return KeyedEncodingContainer(KeyedSpeller<Nested>(object: nested))
    }

    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
        let nested = SpelledArray()
        add(.array(nested))
        return UnkeyedSpeller(array: nested)
    }

    func superEncoder() -> any Encoder {
        let speller = ValueSpeller()
        add(.later(speller))
        return speller
    }
}
