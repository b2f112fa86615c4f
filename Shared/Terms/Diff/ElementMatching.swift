/// Finds the elements of two lists that are the same thing in two editions.
struct ElementMatching {
    let clauses: ClauseMap

    /// The positions of each element in the old list and in the new; nil where it is not there. In the order of the new
    /// list, then what has gone.
    ///
    /// - Parameter passes: members by which two elements are the same thing; what one pass leaves goes to the next.
    func pairs(_ old: [Node], _ new: [Node], passes: [[String]]) -> [(old: Int?, new: Int?)] {
        var newOf: [Int: Int] = [:]
        var openNew = Set(new.indices)
        // Equal elements first: where several have the same name, those that changed are left to each other.
        for pass in [[]] + passes {
            var places: [String: [Int]] = [:]
            for index in openNew.sorted() { places[signature(new[index], pass, isOld: false), default: []].append(index) }
            for index in old.indices where newOf[index] == nil {
                let signature = signature(old[index], pass, isOld: true)
                guard let place = places[signature]?.first, !signature.isEmpty else { continue }
                places[signature]?.removeFirst()
                newOf[index] = place
                openNew.remove(place)
            }
        }
        let oldOf = Dictionary(newOf.map { ($1, $0) }) { first, _ in first }
        return new.indices.map { (oldOf[$0], $0) } + old.indices.filter { newOf[$0] == nil }.map { ($0, nil) }
    }

    /// What tells an element from others: some of its members, or all of it; empty where it has none of these members.
    private func signature(_ node: Node, _ keys: [String], isOld: Bool) -> String {
        guard !keys.isEmpty else { return whole(node, isOld: isOld) }
        guard keys.contains(where: { node[$0] != nil }) else { return "" }
        return keys.map { key in node[key].map { whole($0, key: key, isOld: isOld) } ?? "" }.joined(separator: "\u{1F}")
    }

    private func whole(_ node: Node, key: String = "", isOld: Bool) -> String {
        switch node.value {
        case .null: return "null"
        case .list(let nodes): return "[" + nodes.map { whole($0, isOld: isOld) }.joined(separator: "\u{1F}") + "]"
        case .map(let members):
            let parts = members.sorted { $0.key < $1.key }.map { "\($0.key)=\(whole($0.node, key: $0.key, isOld: isOld))" }
            return "{" + parts.joined(separator: "\u{1F}") + "}"
        default:
            let text = node.plainText ?? ""
            return isOld && key.isClauseKey ? clauses[text] ?? "\u{1E}\(text)" : text
        }
    }
}

extension String {
    /// Whether a member of this name cites a clause.
    var isClauseKey: Bool {
        self == "clause" || hasSuffix("_clause")
    }
}
