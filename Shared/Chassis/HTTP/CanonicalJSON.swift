import Terms

/// A document in one spelling: members sorted, no white space. What differs only in spelling has the same fingerprint.
enum CanonicalJSON {
    /// The text of a tree. Depth is bounded by the parser that made the tree.
    static func text(_ node: Node) -> String {
        switch node.value {
        case .list(let nodes): "[" + nodes.map(text).joined(separator: ",") + "]"
        case .map(let members):
            "{"
                + members.sorted { $0.key < $1.key }
                .map { Node(.string($0.key)).json + ":" + text($0.node) }.joined(separator: ",") + "}"
        default: node.json
        }
    }
}

extension Node {
    var isNull: Bool {
        if case .null = value { true } else { false }
    }
}
