import Contracts
import Foundation
import Terms

/// Checks values against the JSON Schemas (2020-12) of our documents, as far as those use the language.
public struct JSONSchema: Sendable {
    /// The document that `#/…` references point into.
    public let document: Node

    /// The schemas of a document.
    public init(document: Node) {
        self.document = document
    }

    /// The schemas of a document in YAML.
    public init(yaml: String) throws {
        document = try AgreementYAML.node(Array(yaml.utf8))
    }

    /// The schema under `#/components/schemas/<name>`.
    public func named(_ name: String) -> Node? { document["components"]?["schemas"]?[name] }

    /// What is wrong with a value, each with its place; empty when it matches.
    public func problems(_ value: Node, _ schema: Node, at place: String = "#") -> [String] {
        guard let schema = resolve(schema) else { return ["\(place): the schema refers to nothing"] }
        return combined(value, schema, place) + typed(value, schema, place) + valued(value, schema, place)
            + structured(value, schema, place)
    }

    /// Follows `$ref`.
    public func resolve(_ node: Node) -> Node? {
        guard let reference = node["$ref"]?.text else { return node }
        guard reference.hasPrefix("#/") else { return nil }
        var found: Node? = document
        for key in reference.dropFirst(2).split(separator: "/") { found = found?[String(key)] }
        return found.flatMap(resolve)
    }

    private func combined(_ value: Node, _ schema: Node, _ place: String) -> [String] {
        var problems: [String] = []
        for part in schema["allOf"]?.items ?? [] { problems += self.problems(value, part, at: place) }
        if let choices = schema["oneOf"]?.items {
            let matching = choices.filter { self.problems(value, $0, at: place).isEmpty }.count
            if matching != 1 { problems.append("\(place): matches \(matching) of the alternatives") }
        }
        return problems
    }

    private func typed(_ value: Node, _ schema: Node, _ place: String) -> [String] {
        let names = schema["type"].map { $0.text.map { [$0] } ?? $0.items?.compactMap(\.text) ?? [] } ?? []
        guard !names.isEmpty, !names.contains(where: { value.has(type: $0) }) else { return [] }
        return ["\(place): is not \(names.joined(separator: " or "))"]
    }

    private func valued(_ value: Node, _ schema: Node, _ place: String) -> [String] {
        var problems: [String] = []
        if let constant = schema["const"], constant != value { problems.append("\(place): is not the constant") }
        if let choices = schema["enum"]?.items, !choices.contains(value) { problems.append("\(place): is none of the choices") }
        if let text = value.text {
            if let pattern = schema["pattern"]?.text, (try? Regex(pattern))?.firstMatchExists(in: text) == false {
                problems.append("\(place): \(text) does not match \(pattern)")
            }
            if let least = schema["minLength"]?.integer, text.count < least { problems.append("\(place): is too short") }
            if let most = schema["maxLength"]?.integer, text.count > most { problems.append("\(place): is too long") }
        }
        if let number = value.integer {
            if let least = schema["minimum"]?.integer, number < least { problems.append("\(place): is too small") }
            if let most = schema["maximum"]?.integer, number > most { problems.append("\(place): is too large") }
        }
        return problems
    }

    private func structured(_ value: Node, _ schema: Node, _ place: String) -> [String] {
        var problems: [String] = []
        if let members = value.members {
            for name in schema["required"]?.items?.compactMap(\.text) ?? [] where value[name] == nil {
                problems.append("\(place): lacks \(name)")
            }
            if let least = schema["minProperties"]?.integer, members.count < least {
                problems.append("\(place): has too few members")
            }
            if let most = schema["maxProperties"]?.integer, members.count > most {
                problems.append("\(place): has too many members")
            }
            for member in members {
                let inside = "\(place)/\(member.key)"
                if let part = schema["properties"]?[member.key] {
                    problems += self.problems(member.node, part, at: inside)
                } else if let part = patterned(member.key, schema) {
                    problems += self.problems(member.node, part, at: inside)
                } else if let rest = schema["additionalProperties"] {
                    if rest == Node(.bool(false)) {
                        problems.append("\(inside): is unknown")
                    } else if rest.members != nil {
                        problems += self.problems(member.node, rest, at: inside)
                    }
                }
            }
        }
        if let items = value.items {
            if let part = schema["items"] {
                for (index, item) in items.enumerated() { problems += self.problems(item, part, at: "\(place)/\(index)") }
            }
            if let least = schema["minItems"]?.integer, items.count < least { problems.append("\(place): has too few items") }
            if let most = schema["maxItems"]?.integer, items.count > most { problems.append("\(place): has too many items") }
        }
        return problems
    }

    /// The schema of the members whose names match a pattern.
    private func patterned(_ key: String, _ schema: Node) -> Node? {
        schema["patternProperties"]?.members?.first { (try? Regex($0.key))?.firstMatchExists(in: key) == true }?.node
    }
}

extension Regex {
    fileprivate func firstMatchExists(in text: String) -> Bool { (try? firstMatch(in: text)) != nil }
}

extension Node {
    /// The text of a string; nil for everything else.
    public var text: String? {
        guard case .string(let text) = value else { return nil }
        return text
    }

    /// The value of a whole number; nil for everything else.
    public var integer: Int64? {
        guard case .number(let text) = value else { return nil }
        return Int64(text)
    }

    /// The value of a boolean; nil for everything else.
    public var flag: Bool? {
        guard case .bool(let flag) = value else { return nil }
        return flag
    }

    /// The items of a list; nil for everything else.
    public var items: [Node]? {
        guard case .list(let items) = value else { return nil }
        return items
    }

    /// The members of an object; nil for everything else.
    public var members: [Member]? {
        guard case .map(let members) = value else { return nil }
        return members
    }

    fileprivate func has(type: String) -> Bool {
        switch (value, type) {
        case (.null, "null"), (.bool, "boolean"), (.number, "number"), (.string, "string"), (.list, "array"), (.map, "object"):
            true
        case (.number(let text), "integer"): Int64(text) != nil
        default: false
        }
    }
}
