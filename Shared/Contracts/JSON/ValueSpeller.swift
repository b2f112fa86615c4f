import Foundation

/// Has a value say what it is made of. Foundation's encoder does the same, with a path and a converted name for every member
/// on the way: most of the time that it took was not spent on the text.
final class ValueSpeller: Encoder {
    /// What was said; nil for nothing yet.
    private var value: SpelledValue?

    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }
    /// What was said; an empty object for nothing.
    var outcome: SpelledValue { value ?? .object(SpelledObject()) }

    /// The type of the names in the last container that was asked for.
    private var names: ObjectIdentifier?

    /// The type of the names by which dictionaries of the standard library encode themselves: their keys are data, and stay as
    /// they are.
    static let dictionaryNames: ObjectIdentifier? = {
        let speller = ValueSpeller()
        try? [String: Int]().encode(to: speller)
        return speller.names
    }()

    /// What a value is in JSON.
    static func spell<Value: Encodable>(_ value: Value) throws -> SpelledValue {
        if let leaf = leaf(value) { return leaf }
        let speller = ValueSpeller()
        try value.encode(to: speller)
        return speller.outcome
    }

    /// What a value of the outermost level is in JSON.
    ///
    /// - Throws: `EncodingError` for a value that says nothing at all.
    static func spellWhole<Value: Encodable>(_ value: Value) throws -> SpelledValue {
        if let leaf = leaf(value) { return leaf }
        let speller = ValueSpeller()
        try value.encode(to: speller)
        guard let spelled = speller.value else {
            throw EncodingError.invalidValue(value, .init(codingPath: [], debugDescription: "it encodes nothing"))
        }
        return spelled
    }

    /// Types of Foundation whose own way of encoding is not that of JSON.
    private static func leaf<Value>(_ value: Value) -> SpelledValue? {
        // The types are compared first: a cast that fails takes longer than most values do.
        if Value.self == Data.self, let data = value as? Data { return .string(data.base64EncodedString()) }
        if Value.self == URL.self, let url = value as? URL { return .string(url.absoluteString) }
        if Value.self == Decimal.self, let decimal = value as? Decimal { return .number(decimal.description) }
        return nil
    }

    /// A number with a fraction, as short as it is exact.
    static func spell<Value: BinaryFloatingPoint & CustomStringConvertible>(_ value: Value) throws -> SpelledValue {
        guard value.isFinite else {
            throw EncodingError.invalidValue(value, .init(codingPath: [], debugDescription: "JSON has no such number"))
        }
        let text = value.description
        return .number(text.hasSuffix(".0") ? String(text.dropLast(2)) : text)
    }

    /// Says what the value is.
    func set(_ spelled: SpelledValue) { value = spelled }

    func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        names = ObjectIdentifier(Key.self)
        if case .object(let object) = value { return KeyedEncodingContainer(KeyedSpeller<Key>(object: object)) }
        let object = SpelledObject()
        value = .object(object)
        return KeyedEncodingContainer(KeyedSpeller<Key>(object: object))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        if case .array(let array) = value { return UnkeyedSpeller(array: array) }
        let array = SpelledArray()
        value = .array(array)
        return UnkeyedSpeller(array: array)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }
}

extension ValueSpeller: SingleValueEncodingContainer {
    func encodeNil() { set(.null) }
    func encode(_ value: Bool) { set(.bool(value)) }
    func encode(_ value: String) { set(.string(value)) }
    func encode(_ value: Double) throws { set(try Self.spell(value)) }
    func encode(_ value: Float) throws { set(try Self.spell(value)) }
    func encode(_ value: Int) { set(.number(value.description)) }
    func encode(_ value: Int8) { set(.number(value.description)) }
    func encode(_ value: Int16) { set(.number(value.description)) }
    func encode(_ value: Int32) { set(.number(value.description)) }
    func encode(_ value: Int64) { set(.number(value.description)) }
    func encode(_ value: UInt) { set(.number(value.description)) }
    func encode(_ value: UInt8) { set(.number(value.description)) }
    func encode(_ value: UInt16) { set(.number(value.description)) }
    func encode(_ value: UInt32) { set(.number(value.description)) }
    func encode(_ value: UInt64) { set(.number(value.description)) }
    func encode<Value: Encodable>(_ value: Value) throws { set(try Self.spell(value)) }
}
