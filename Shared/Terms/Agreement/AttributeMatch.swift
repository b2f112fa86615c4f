/// A condition on what is known of a customer and a service: `{plan: [premium, enterprise], region: eu-west}`.
///
/// It holds when each attribute named has one of the values given. An attribute that is not known matches nothing.
public struct AttributeMatch: Hashable, Sendable {
    /// The values that satisfy it, by attribute.
    public let values: [String: [String]]

    /// Attributes that a match may name.
    private static let attributesMaximum = 20

    init(_ reader: NodeReader, _ names: AgreementNames) {
        values = reader.object { part in
            guard case .map(let members) = part.node?.value, !part.isStandIn else { return [:] }
            guard (1...Self.attributesMaximum).contains(members.count) else {
                part.fail("must have 1 to \(Self.attributesMaximum) attributes")
                return [:]
            }
            return members.reduce(into: [:]) { values, member in
                values[member.key] = Self.values(part[member.key], of: member.key, names)
            }
        }
    }

    private static func values(_ reader: NodeReader, of attribute: String, _ names: AgreementNames) -> [String] {
        let value = { (reader: NodeReader) -> String in
            switch attribute {
            case "plan": names.name(reader, among: names.plans, kind: "plan")
            case "service": names.name(reader, among: names.services, kind: "service")
            case "part": names.name(reader, among: names.parts, kind: "part of a service")
            case "category": names.name(reader, among: names.categories, kind: "category of services")
            default: reader.text(1...100)
            }
        }
        if case .list = reader.node?.value { return reader.list(1...100, value) }
        return [value(reader)]
    }

    /// Whether attributes satisfy it.
    public func holds(for attributes: [String: String]) -> Bool {
        values.allSatisfy { attribute, allowed in attributes[attribute].map(allowed.contains) ?? false }
    }
}
