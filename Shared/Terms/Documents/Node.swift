import Foundation

/// A document as a neutral tree: what a JSON body and a YAML agreement have in common.
///
/// Numbers are kept as the text they were written with, so that nothing is lost in them. Two nodes are equal when they
/// say the same: neither where they stood, nor the order of members, nor the zeros after a decimal's last digit matter.
public struct Node: Sendable {
    /// What a node is.
    public enum Value: Sendable {
        case null
        case bool(Bool)
        /// A number in the grammar of JSON, exactly as written.
        case number(String)
        case string(String)
        case list([Node])
        /// The members in the order of the text; no key comes twice.
        case map([Member])
    }

    /// A named part of a map.
    public struct Member: Sendable {
        /// Its name.
        public let key: String
        /// What stands under the name.
        public let node: Node

        /// A part named `key`.
        public init(_ key: String, _ node: Node) {
            self.key = key
            self.node = node
        }
    }

    /// Where in a text something stands, both from 1.
    public struct Place: Hashable, Sendable, Codable {
        /// The line, from 1.
        public let line: Int
        /// The column, from 1.
        public let column: Int

        /// The place in that line and column.
        public init(line: Int, column: Int) {
            self.line = line
            self.column = column
        }
    }

    /// What it is.
    public let value: Value
    /// Where it stood, when it was read from a text.
    public let place: Place?

    /// A node of that value.
    public init(_ value: Value, at place: Place? = nil) {
        self.value = value
        self.place = place
    }

    /// The member of that name; nil when there is none, or this is no map.
    public subscript(key: String) -> Node? {
        guard case .map(let members) = value else { return nil }
        return members.first { $0.key == key }?.node
    }

    /// What it is, for messages: `a list`.
    var kindName: String {
        switch value {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .list: "a list"
        case .map: "an object"
        }
    }
}

extension Node: Hashable {
    /// Whether two nodes say the same.
    public static func == (left: Node, right: Node) -> Bool {
        switch (left.value, right.value) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.number(let left), .number(let right)): left == right || Self.isSameNumber(left, right)
        case (.string(let left), .string(let right)): left == right
        case (.list(let left), .list(let right)): left == right
        case (.map(let left), .map(let right)):
            left.count == right.count
                && zip(left.sorted { $0.key < $1.key }, right.sorted { $0.key < $1.key })
                    .allSatisfy { $0.key == $1.key && $0.node == $1.node }
        default: false
        }
    }

    /// Hashes what equal nodes have in common.
    public func hash(into hasher: inout Hasher) {
        switch value {
        case .null: hasher.combine(0)
        case .bool(let bool): hasher.combine(bool)
        case .number: hasher.combine(1)
        case .string(let text): hasher.combine(text)
        case .list(let nodes): hasher.combine(nodes)
        case .map(let members): hasher.combine(members.map(\.key).sorted())
        }
    }
}

extension Node {
    /// Whether two numbers that are written differently are the same, as `99.90` and `99.9` are.
    private static func isSameNumber(_ left: String, _ right: String) -> Bool {
        let locale = Locale(identifier: "en_US_POSIX")
        guard let left = Decimal(string: left, locale: locale), let right = Decimal(string: right, locale: locale) else {
            return false
        }
        return left == right
    }
}
