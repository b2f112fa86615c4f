import Terms
import Yams

/// Turns the tree of Yams into ours, and refuses what JSON cannot say.
struct YAMLComposer {
    let limits: NodeLimits
    private var nodes = 0

    init(limits: NodeLimits) {
        self.limits = limits
    }

    mutating func node(_ yaml: Yams.Node, depth: Int) throws(NodeProblems) -> Terms.Node {
        nodes += 1
        guard nodes <= limits.nodesMaximum else { throw problem("has more than \(limits.nodesMaximum) values", yaml) }
        guard depth <= limits.depthMaximum else { throw problem("is nested deeper than \(limits.depthMaximum) levels", yaml) }
        guard yaml.anchor == nil else { throw problem("has an anchor; anchors and aliases are not understood here", yaml) }
        let place = yaml.mark.map { Terms.Node.Place(line: $0.line, column: $0.column) }
        switch yaml {
        case .scalar(let scalar):
            try refuseTag(scalar.tag, yaml, allowing: .str)
            return Terms.Node(Self.value(of: scalar), at: place)
        case .sequence(let sequence):
            try refuseTag(sequence.tag, yaml, allowing: .seq)
            var elements: [Terms.Node] = []
            for element in sequence { elements.append(try node(element, depth: depth + 1)) }
            return Terms.Node(.list(elements), at: place)
        case .mapping(let mapping):
            try refuseTag(mapping.tag, yaml, allowing: .map)
            var members: [Terms.Node.Member] = []
            for (key, value) in mapping {
                guard case .scalar(let name) = key, key.anchor == nil else { throw problem("has a key that is not text", key) }
                members.append(Terms.Node.Member(name.string, try node(value, depth: depth + 1)))
            }
            return Terms.Node(.map(members), at: place)
        case .alias:
            throw problem("has an alias; anchors and aliases are not understood here", yaml)
        }
    }

    /// The core schema of YAML 1.2, as far as JSON goes. Only plain text may be anything but text.
    private static func value(of scalar: Yams.Node.Scalar) -> Terms.Node.Value {
        guard scalar.style == .plain else { return .string(scalar.string) }
        switch scalar.string {
        case "", "~", "null", "Null", "NULL": return .null
        case "true", "True", "TRUE": return .bool(true)
        case "false", "False", "FALSE": return .bool(false)
        default: return isNumber(scalar.string) ? .number(scalar.string) : .string(scalar.string)
        }
    }

    private static func isNumber(_ text: String) -> Bool {
        guard let first = text.utf8.first, first == UInt8(ascii: "-") || (48...57).contains(first),
            case .number = try? Terms.Node(json: text.utf8).value
        else { return false }
        return true
    }

    private func refuseTag(_ tag: Tag, _ node: Yams.Node, allowing own: Tag.Name) throws(NodeProblems) {
        let name = tag.rawValue
        guard name.isEmpty || name == Tag.Name.nonSpecific.rawValue || name == own.rawValue else {
            throw problem("has a tag; tags are not understood here", node)
        }
    }

    private func problem(_ detail: String, _ node: Yams.Node) -> NodeProblems {
        node.mark.map { AgreementYAML.problem(detail, at: $0) } ?? AgreementYAML.problem(detail)
    }
}
