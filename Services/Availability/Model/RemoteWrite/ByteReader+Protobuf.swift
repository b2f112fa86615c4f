import Telemetry

extension ByteReader {
    /// Passes over a protobuf field, given its tag. Field numbers are 1 to 536,870,911; groups are not taken.
    mutating func skip(_ tag: UInt64) throws(Malformed) {
        guard (8...UInt64(UInt32.max)).contains(tag) else { throw malformed("a wrong field number") }
        switch tag & 7 {
        case 0: _ = try varint()
        case 1: _ = try slice(8)
        case 2: _ = try counted()
        case 5: _ = try slice(4)
        default: throw malformed("an unknown wire type")
        }
    }

    /// The next protobuf field with this tag, of those that have a length; nil when there is none. What is between is passed over.
    mutating func next(_ wanted: UInt64) throws(Malformed) -> ByteReader? {
        while !isAtEnd {
            let tag = try varint()
            if tag == wanted { return try nested() }
            try skip(tag)
        }
        return nil
    }

    /// A protobuf Sample: field 1 a double, field 2 milliseconds, cut to seconds. What is left out is 0.
    mutating func sample() throws(Malformed) -> (at: Int64, bits: UInt64) {
        var bits: UInt64 = 0
        var milliseconds: Int64 = 0
        while !isAtEnd {
            switch try varint() {
            case 0x09: bits = try fixed64()
            case 0x10: milliseconds = Int64(bitPattern: try varint())
            case let tag: try skip(tag)
            }
        }
        let seconds = milliseconds / 1_000
        return (milliseconds % 1_000 < 0 ? seconds - 1 : seconds, bits)
    }

    /// A protobuf Label: field 1 its name, field 2 its value, both UTF-8.
    mutating func label() throws(Malformed) -> (name: String, value: String) {
        var name = ""
        var value = ""
        while !isAtEnd {
            switch try varint() {
            case 0x0A: name = try utf8()
            case 0x12: value = try utf8()
            case let tag: try skip(tag)
            }
        }
        return (name, value)
    }

    mutating func utf8() throws(Malformed) -> String {
        guard let text = String(validating: try counted(), as: UTF8.self) else { throw malformed("text that is not UTF-8") }
        return text
    }
}
