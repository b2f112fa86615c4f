/// Reads JSON (RFC 8259) into a node tree.
///
/// Stricter than most: a key may come once, depth and number of nodes are bounded, and nothing may follow the value.
/// It stops at the first error of syntax, with its line and column.
struct NodeParser {
    private let bytes: UnsafeBufferPointer<UInt8>
    private let limits: NodeLimits
    private var index = 0
    private var line = 1
    private var lineStart = 0
    private var nodes = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>, limits: NodeLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func document() throws(NodeProblems) -> Node {
        guard bytes.count <= limits.bytesMaximum else { throw problem("is larger than \(limits.bytesMaximum) bytes") }
        let node = try value(depth: 0)
        skipSpace()
        guard index == bytes.count else { throw problem("has text after its end") }
        return node
    }

    private mutating func value(depth: Int) throws(NodeProblems) -> Node {
        skipSpace()
        nodes += 1
        guard nodes <= limits.nodesMaximum else { throw problem("has more than \(limits.nodesMaximum) values") }
        let place = place
        guard index < bytes.count else { throw problem("ends where a value is expected") }
        switch bytes[index] {
        case UInt8(ascii: "{"): return try Node(.map(members(depth: depth + 1)), at: place)
        case UInt8(ascii: "["): return try Node(.list(elements(depth: depth + 1)), at: place)
        case UInt8(ascii: "\""): return try Node(.string(string()), at: place)
        case UInt8(ascii: "t"): return try Node(literal("true", .bool(true)), at: place)
        case UInt8(ascii: "f"): return try Node(literal("false", .bool(false)), at: place)
        case UInt8(ascii: "n"): return try Node(literal("null", .null), at: place)
        default: return try Node(.number(number()), at: place)
        }
    }

    private mutating func members(depth: Int) throws(NodeProblems) -> [Node.Member] {
        try enter(depth)
        var members: [Node.Member] = []
        var seen: Set<String> = []
        if skip(UInt8(ascii: "}")) { return members }
        repeat {
            skipSpace()
            guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else {
                throw problem("needs a key in double quotes here")
            }
            let keyPlace = place
            let key = try string()
            // A handful of keys is compared with each other; only large maps pay for a set.
            let isRepeated = members.count < 8 ? members.contains { $0.key == key } : seen.contains(key)
            guard !isRepeated else { throw problem("has the key '\(key.prefix(64))' twice", at: keyPlace) }
            guard skip(UInt8(ascii: ":")) else { throw problem("needs a colon after the key") }
            members.append(Node.Member(key, try value(depth: depth)))
            if members.count == 8 { seen = Set(members.map(\.key)) } else if members.count > 8 { seen.insert(key) }
        } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "}")) else { throw problem("needs a comma or a closing brace here") }
        return members
    }

    private mutating func elements(depth: Int) throws(NodeProblems) -> [Node] {
        try enter(depth)
        var elements: [Node] = []
        if skip(UInt8(ascii: "]")) { return elements }
        repeat {
            elements.append(try value(depth: depth))
        } while skip(UInt8(ascii: ","))
        guard skip(UInt8(ascii: "]")) else { throw problem("needs a comma or a closing bracket here") }
        return elements
    }

    private mutating func enter(_ depth: Int) throws(NodeProblems) {
        guard depth <= limits.depthMaximum else { throw problem("is nested deeper than \(limits.depthMaximum) levels") }
        index += 1
    }

    private mutating func literal(_ text: StaticString, _ value: Node.Value) throws(NodeProblems) -> Node.Value {
        let matches = text.withUTF8Buffer { bytes[index...].starts(with: $0) }
        guard matches else { throw problem("is no JSON value") }
        index += text.utf8CodeUnitCount
        return value
    }

    // MARK: Numbers

    private mutating func number() throws(NodeProblems) -> String {
        let start = index
        if peek == UInt8(ascii: "-") { index += 1 }
        let leadingZero = peek == UInt8(ascii: "0")
        guard skipDigits() else {
            index = start
            throw problem("is no JSON value")
        }
        if leadingZero, bytes[start] == UInt8(ascii: "0") ? index > start + 1 : index > start + 2 {
            throw problem("has a number with a leading zero")
        }
        if peek == UInt8(ascii: ".") {
            index += 1
            guard skipDigits() else { throw problem("needs a digit after the point") }
        }
        if peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") {
            index += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
            guard skipDigits() else { throw problem("needs a digit in the exponent") }
        }
        guard index - start <= Self.numberLengthMaximum else {
            throw problem("has a number of more than \(Self.numberLengthMaximum) characters")
        }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    /// Longer than any number that means something here; what is exact to more places belongs in a string.
    private static let numberLengthMaximum = 64

    private var peek: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipDigits() -> Bool {
        let start = index
        while let byte = peek, byte >= 48, byte <= 57 { index += 1 }
        return index > start
    }

    // MARK: Strings

    private mutating func string() throws(NodeProblems) -> String {
        index += 1
        let start = index
        var all: UInt8 = 0
        while let byte = peek, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\"), byte >= 0x20 {
            all |= byte
            index += 1
        }
        if peek == UInt8(ascii: "\"") {
            defer { index += 1 }
            // ASCII, by far the most, needs no second look.
            if all < 0x80 { return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<index]), as: UTF8.self) }
            return try text(bytes[start..<index])
        }
        var unescaped = Array(bytes[start..<index])
        while let byte = peek, byte != UInt8(ascii: "\"") {
            guard byte >= 0x20 else { throw problem("has a control character in a string") }
            if byte == UInt8(ascii: "\\") {
                try escape(into: &unescaped)
            } else {
                unescaped.append(byte)
                index += 1
            }
        }
        guard peek != nil else { throw problem("ends inside a string") }
        defer { index += 1 }
        return try text(unescaped)
    }

    private func text(_ utf8: some Collection<UInt8>) throws(NodeProblems) -> String {
        guard let text = String(validating: utf8, as: UTF8.self) else { throw problem("has a string that is not UTF-8") }
        return text
    }

    private mutating func escape(into text: inout [UInt8]) throws(NodeProblems) {
        index += 1
        guard let byte = peek else { throw problem("ends inside a string") }
        index += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: Array(String(Character(try scalar())).utf8))
        default: throw problem("has an escape that JSON does not know")
        }
    }

    private mutating func scalar() throws(NodeProblems) -> Unicode.Scalar {
        let first = try codeUnit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first < 0xDC00, peek == UInt8(ascii: "\\"), index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: "u") else {
            throw problem("has half of a surrogate pair in a string")
        }
        index += 2
        let second = try codeUnit()
        guard (0xDC00...0xDFFF).contains(second),
            let scalar = Unicode.Scalar(0x10000 + (UInt32(first - 0xD800) << 10) + UInt32(second - 0xDC00))
        else { throw problem("has half of a surrogate pair in a string") }
        return scalar
    }

    private mutating func codeUnit() throws(NodeProblems) -> UInt16 {
        guard index + 4 <= bytes.count else { throw problem("ends inside a string") }
        var unit: UInt16 = 0
        for byte in bytes[index..<index + 4] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
                throw problem("needs four hexadecimal digits after \\u")
            }
            unit = unit << 4 | UInt16(digit)
        }
        index += 4
        return unit
    }

    // MARK: Places

    /// Takes `byte` when it is next after white space.
    private mutating func skip(_ byte: UInt8) -> Bool {
        skipSpace()
        guard peek == byte else { return false }
        index += 1
        return true
    }

    private mutating func skipSpace() {
        while let byte = peek {
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): index += 1
            case UInt8(ascii: "\n"):
                index += 1
                line += 1
                lineStart = index
            default: return
            }
        }
    }

    private var place: Node.Place { Node.Place(line: line, column: index - lineStart + 1) }

    private func problem(_ detail: String, at place: Node.Place? = nil) -> NodeProblems {
        NodeProblems([NodeProblem(pointer: "#", place: place ?? self.place, detail: detail)])
    }
}
