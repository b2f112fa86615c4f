import Terms

/// A document in one spelling, that of RFC 8785: members sorted, no white space. What differs only in spelling has the same
/// bytes, so that fingerprints, hashes and signatures can be taken of them.
///
/// Numbers stay as they are written: those that we hash are whole ones, and have one spelling only.
public enum CanonicalJSON {
    /// The text of a tree. Depth is bounded by the parser that made the tree.
    public static func text(_ node: Node) -> String {
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
