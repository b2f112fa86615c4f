import Terms

/// A value on its way into JSON text: what an `Encodable` said of itself, before its members are put in order.
enum SpelledValue {
    case null
    case bool(Bool)
    /// A number as it is spelled.
    case number(String)
    case string(String)
    case array(SpelledArray)
    case object(SpelledObject)
    /// What somebody was given an encoder for, and may still be saying.
    case later(ValueSpeller)

    /// Appends the text: members sorted by the bytes of their names, no white space, slashes as they are.
    func write(to bytes: inout [UInt8]) {
        switch self {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .bool(let bool): bytes.append(contentsOf: (bool ? "true" : "false").utf8)
        case .number(let number): bytes.append(contentsOf: number.utf8)
        case .string(let string): Self.quote(string, into: &bytes)
        case .array(let array):
            bytes.append(UInt8(ascii: "["))
            for (index, element) in array.elements.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                element.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let object):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in object.sorted.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                Self.quote(member.name, into: &bytes)
                bytes.append(UInt8(ascii: ":"))
                member.value.write(to: &bytes)
            }
            bytes.append(UInt8(ascii: "}"))
        case .later(let speller): speller.outcome.write(to: &bytes)
        }
    }

    private static func quote(_ string: String, into bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        var string = string
        let isPlain = string.withUTF8 { text in
            let isPlain = !text.contains(where: JSONEscape.isNeeded)
            if isPlain { bytes.append(contentsOf: text) }
            return isPlain
        }
        if !isPlain {
            var escaped = ""
            for scalar in string.unicodeScalars { JSONEscape.append(scalar, to: &escaped) }
            bytes.append(contentsOf: escaped.utf8)
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

/// The elements of a list that is being spelled.
final class SpelledArray {
    var elements: [SpelledValue] = []
}

/// The members of an object that is being spelled.
final class SpelledObject {
    /// A member, and what of its name mostly says where it belongs.
    struct Member {
        let name: String
        let value: SpelledValue
        /// The first bytes of the name, the first one highest.
        private let start: UInt64

        init(_ name: String, _ value: SpelledValue) {
            self.name = name
            self.value = value
            var name = name
            start = name.withUTF8 { text in
                (0..<8).reduce(0) { $0 << 8 | ($1 < text.count ? UInt64(text[$1]) : 0) }
            }
        }

        /// Whether it comes first, by the bytes of the names.
        func precedes(_ other: Member) -> Bool {
            start == other.start ? name.utf8.lexicographicallyPrecedes(other.name.utf8) : start < other.start
        }

        func isNamed(as other: Member) -> Bool { start == other.start && name == other.name }
    }

    private var members: [Member] = []

    /// Adds a member; of two of one name the later one holds.
    func set(_ name: String, _ value: SpelledValue) { members.append(Member(name, value)) }

    /// The members, sorted by the bytes of their names.
    var sorted: [Member] {
        let sorted = members.sorted { $0.precedes($1) }
        guard zip(sorted, sorted.dropFirst()).contains(where: { $0.isNamed(as: $1) }) else { return sorted }
        let last = Dictionary(members.map { ($0.name, $0) }) { $1 }
        return last.values.sorted { $0.precedes($1) }
    }
}
