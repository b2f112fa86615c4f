import Foundation

extension Node {
    /// Reads JSON text.
    ///
    /// - Throws: one problem, with line and column, when the text is not JSON, repeats a key, or exceeds the limits.
    public init(json bytes: some Collection<UInt8>, limits: NodeLimits = NodeLimits()) throws(NodeProblems) {
        let result =
            bytes.withContiguousStorageIfAvailable { Self.parse($0, limits) }
            ?? Array(bytes).withUnsafeBufferPointer { Self.parse($0, limits) }
        self = try result.get()
    }

    private static func parse(_ bytes: UnsafeBufferPointer<UInt8>, _ limits: NodeLimits) -> Result<Node, NodeProblems> {
        Result { () throws(NodeProblems) -> Node in
            var parser = NodeParser(bytes, limits: limits)
            return try parser.document()
        }
    }

    /// The tree as JSON text without white space; numbers exactly as they were written, members in their order.
    public var json: String {
        var text = ""
        write(to: &text)
        return text
    }

    private func write(to text: inout String) {
        switch value {
        case .null: text += "null"
        case .bool(let bool): text += bool ? "true" : "false"
        case .number(let number): text += number
        case .string(let string): Self.quote(string, into: &text)
        case .list(let nodes):
            text += "["
            for (index, node) in nodes.enumerated() {
                if index > 0 { text += "," }
                node.write(to: &text)
            }
            text += "]"
        case .map(let members):
            text += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { text += "," }
                Self.quote(member.key, into: &text)
                text += ":"
                member.node.write(to: &text)
            }
            text += "}"
        }
    }

    private static func quote(_ string: String, into text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars { JSONEscape.append(scalar, to: &text) }
        text += "\""
    }
}

/// A decoder that has its value as a tree already.
public protocol NodeSource {
    /// The value.
    var node: Node { get }
}

/// Travels inside other JSON, such as an event's payload. Maps pass through dictionaries, whose keys no coding
/// strategy rewrites; their members come back sorted by key.
extension Node: Codable {
    /// Reads any JSON value.
    public init(from decoder: any Decoder) throws {
        if let source = decoder as? any NodeSource {
            guard let node = source.node.carried else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "a number that is not exact within 38 digits"))
            }
            self = node
            return
        }
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self.init(.null)
        } else if let bool = try? container.decode(Bool.self) {
            self.init(.bool(bool))
        } else if let text = try? container.decode(String.self) {
            self.init(.string(text))
        } else if let whole = try? container.decode(Int64.self) {
            self.init(.number(String(whole)))
        } else if let decimal = try? container.decode(Decimal.self) {
            self.init(.number(decimal.description))
        } else if let list = try? container.decode([Node].self) {
            self.init(.list(list))
        } else {
            let map = try container.decode([String: Node].self)
            self.init(.map(map.sorted { $0.key < $1.key }.map { Member($0.key, $0.value) }))
        }
    }

    /// The tree as it comes out of other JSON: members sorted, numbers as short as they are exact, no places; nil when a number
    /// is not exact within 38 digits.
    private var carried: Node? {
        switch value {
        case .null, .bool, .string: return Node(value)
        case .number(let text):
            if let whole = Int64(text) { return Node(.number(String(whole))) }
            return Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")).map { Node(.number($0.description)) }
        case .list(let nodes):
            let carried = nodes.compactMap(\.carried)
            return carried.count == nodes.count ? Node(.list(carried)) : nil
        case .map(let members):
            let carried = members.compactMap { member in member.node.carried.map { Member(member.key, $0) } }
            return carried.count == members.count ? Node(.map(carried.sorted { $0.key < $1.key })) : nil
        }
    }

    /// - Throws: `EncodingError.invalidValue` for a number that is not exact within 38 digits.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch value {
        case .null: try container.encodeNil()
        case .bool(let bool): try container.encode(bool)
        case .string(let text): try container.encode(text)
        case .list(let nodes): try container.encode(nodes)
        case .map(let members):
            try container.encode(Dictionary(members.map { ($0.key, $0.node) }) { first, _ in first })
        case .number(let text):
            if let whole = Int64(text) {
                try container.encode(whole)
            } else if let decimal = Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")) {
                try container.encode(decimal)
            } else {
                throw EncodingError.invalidValue(
                    text, .init(codingPath: encoder.codingPath, debugDescription: "not an exact decimal"))
            }
        }
    }
}
