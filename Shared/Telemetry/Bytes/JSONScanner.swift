/// Walks through JSON bytes without making a tree: measurements come by the hundred thousand, and their members are few and
/// flat. Strict RFC 8259 syntax; strings are given as they lie in the buffer, and copied only when they hold escapes.
public struct JSONScanner {
    /// The bytes are not JSON.
    public struct Malformed: Error, Equatable {
        /// Where, in bytes from the start of the buffer.
        public let offset: Int
        /// What is wrong.
        public let what: String

        /// An error at a place.
        public init(offset: Int, what: String) {
            self.offset = offset
            self.what = what
        }
    }

    /// A value, as far as measurements need it.
    public enum Value {
        /// The text between the quotes, unescaped.
        case string(UnsafeRawBufferPointer)
        /// A whole number that fits 64 bits.
        case integer(Int64)
        /// Any other number.
        case number
        case bool(Bool)
        case null
        /// An array or object, which was passed over.
        case nested
    }

    /// Arrays and objects that are passed over may be nested so deep: enough for anything honest, no strain on the stack.
    public static let maximumDepth = 32

    @usableFromInline let buffer: UnsafeRawBufferPointer
    /// Unescaped copies live here, as long as the scanner's owner keeps it.
    @usableFromInline let unescaped: TextStore
    @usableFromInline let end: Int
    /// Where in the buffer the next byte is.
    public var position: Int

    /// A scanner of the bytes in a range of the buffer, which must outlive everything that it gives.
    public init(_ buffer: UnsafeRawBufferPointer, _ range: Range<Int>, unescaped: TextStore) {
        self.buffer = buffer
        self.unescaped = unescaped
        self.position = range.lowerBound
        self.end = range.upperBound
    }

    /// The bytes from a place up to here.
    public func text(from start: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: buffer[start..<position])
    }

    /// The error for this place.
    public func malformed(_ what: String) -> Malformed {
        Malformed(offset: position, what: what)
    }

    /// Passes over white space, and tells the byte after it; nil at the end.
    @inlinable @inline(__always)
    public mutating func next() -> UInt8? {
        while position < end {
            let byte = buffer[position]
            if byte > 0x20 { return byte }
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return byte }
            position += 1
        }
        return nil
    }

    /// Passes over white space and this byte, if it is the next.
    @inlinable @inline(__always)
    public mutating func take(_ byte: UInt8) -> Bool {
        guard next() == byte else { return false }
        position += 1
        return true
    }

    /// Passes over this byte.
    @inlinable @inline(__always)
    public mutating func expect(_ byte: UInt8) throws(Malformed) {
        guard take(byte) else {
            throw malformed(position < end ? "expected \(Character(UnicodeScalar(byte)))" : "the text ends too early")
        }
    }

    /// Nothing but white space may be left.
    public mutating func expectEnd() throws(Malformed) {
        guard next() == nil else { throw malformed("expected the end") }
    }

    /// A string in quotes.
    @inlinable @inline(__always)
    public mutating func string() throws(Malformed) -> UnsafeRawBufferPointer {
        try expect(UInt8(ascii: "\""))
        let start = position
        while position < end {
            let byte = buffer[position]
            if byte == UInt8(ascii: "\"") {
                position += 1
                return UnsafeRawBufferPointer(rebasing: buffer[start..<position - 1])
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            guard byte >= 0x20 else { throw malformed("a control character in a string") }
            position += 1
        }
        throw malformed("a string without end")
    }

    /// Any value; arrays and objects are passed over.
    @inlinable @inline(__always)
    public mutating func value() throws(Malformed) -> Value {
        switch next() {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"):
            try word("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try word("null")
            return .null
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            try skipNested()
            return .nested
        case nil: throw malformed("the text ends too early")
        default: return try number()
        }
    }

    @usableFromInline
    mutating func word(_ word: StaticString) throws(Malformed) {
        let count = word.utf8CodeUnitCount
        guard end - position >= count,
            buffer[position..<position + count].elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: count))
        else { throw malformed("not a value") }
        position += count
    }

    @usableFromInline
    mutating func number() throws(Malformed) -> Value {
        let negative = position < end && buffer[position] == UInt8(ascii: "-")
        if negative { position += 1 }
        let first = position
        var value: Int64 = 0
        var fits = true
        while position < end, buffer[position] &- 48 < 10 {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int64(buffer[position] &- 48))
            fits = fits && !overflow && !carry
            value = fits ? sum : 0
            position += 1
        }
        guard position > first else { throw malformed("not a value") }
        if buffer[first] == UInt8(ascii: "0"), position - first > 1 { throw malformed("a number with a leading zero") }
        let whole = position
        try fractionAndExponent()
        return whole == position && fits ? .integer(negative ? -value : value) : .number
    }

    private mutating func fractionAndExponent() throws(Malformed) {
        if position < end, buffer[position] == UInt8(ascii: ".") {
            position += 1
            try digits()
        }
        if position < end, buffer[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            if position < end, buffer[position] == UInt8(ascii: "+") || buffer[position] == UInt8(ascii: "-") { position += 1 }
            try digits()
        }
    }

    private mutating func digits() throws(Malformed) {
        let first = position
        while position < end, buffer[position] &- 48 < 10 { position += 1 }
        guard position > first else { throw malformed("a number without digits") }
    }
}

extension JSONScanner {
    /// Passes over an array or object, checking its syntax; the stack is a bit a level.
    @usableFromInline
    mutating func skipNested() throws(Malformed) {
        var isObject: [Bool] = []
        repeat {
            guard isObject.count < Self.maximumDepth else { throw malformed("nested deeper than \(Self.maximumDepth)") }
            if take(UInt8(ascii: "{")) {
                isObject.append(true)
                if !take(UInt8(ascii: "}")) {
                    try memberName()
                    continue
                }
                isObject.removeLast()
            } else if take(UInt8(ascii: "[")) {
                isObject.append(false)
                if !take(UInt8(ascii: "]")) { continue }
                isObject.removeLast()
            } else {
                _ = try value()
            }
            // A value has ended: close what ends with it, then stand before the next one.
            while let object = isObject.last {
                if take(UInt8(ascii: ",")) {
                    if object { try memberName() }
                    break
                }
                try expect(object ? UInt8(ascii: "}") : UInt8(ascii: "]"))
                isObject.removeLast()
            }
        } while !isObject.isEmpty
    }

    private mutating func memberName() throws(Malformed) {
        _ = try string()
        try expect(UInt8(ascii: ":"))
    }

    /// A string that holds escapes, from the byte after its opening quote.
    @usableFromInline
    mutating func escapedString(from start: Int) throws(Malformed) -> UnsafeRawBufferPointer {
        var text = Array(buffer[start..<position])
        while position < end {
            let byte = buffer[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return unescaped.keep(text)
            case UInt8(ascii: "\\"): text.append(contentsOf: try escape())
            case 0..<0x20: throw malformed("a control character in a string")
            default: text.append(byte)
            }
        }
        throw malformed("a string without end")
    }

    private mutating func escape() throws(Malformed) -> [UInt8] {
        guard position < end else { throw malformed("a string without end") }
        defer { position += 1 }
        switch buffer[position] {
        case UInt8(ascii: "\""): return [0x22]
        case UInt8(ascii: "\\"): return [0x5C]
        case UInt8(ascii: "/"): return [0x2F]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "u"): return try unicodeEscape()
        default: throw malformed("an unknown escape")
        }
    }

    /// `\uXXXX`, standing on the `u`; ends standing on the last digit.
    private mutating func unicodeEscape() throws(Malformed) -> [UInt8] {
        var code = UInt32(try hexadecimal())
        if code >> 10 == 0x36, end - position > 6, buffer[position + 1] == UInt8(ascii: "\\"),
            buffer[position + 2] == UInt8(ascii: "u")
        {
            position += 2
            let low = UInt32(try hexadecimal())
            guard low >> 10 == 0x37 else { throw malformed("half of a surrogate pair") }
            code = 0x10000 + (code & 0x3FF) << 10 + (low & 0x3FF)
        }
        guard let scalar = UnicodeScalar(code) else { throw malformed("half of a surrogate pair") }
        return Array(String(Character(scalar)).utf8)
    }

    /// Four hexadecimal digits after this byte; ends standing on the last.
    private mutating func hexadecimal() throws(Malformed) -> UInt16 {
        guard end - position > 4,
            let value = UInt16(String(decoding: buffer[position + 1...position + 4], as: UTF8.self), radix: 16),
            buffer[position + 1] != UInt8(ascii: "+")
        else { throw malformed("an unknown escape") }
        position += 4
        return value
    }
}
