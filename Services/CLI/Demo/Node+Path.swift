import Terms

/// How the demo reads answers and its own files: by paths such as `data.0.seconds.counted_down`.
extension Node {
    /// The part that a path of member names and places in lists leads to.
    func part(at path: String) -> Node? {
        path.split(separator: ".").reduce(self as Node?) { node, step in
            guard let node else { return nil }
            guard case .list(let items) = node.value else { return node[String(step)] }
            return Int(step).flatMap { items.indices.contains($0) ? items[$0] : nil }
        }
    }

    /// The string there; a number or a boolean as it is written.
    func text(at path: String) -> String? {
        switch part(at: path)?.value {
        case .string(let text), .number(let text): text
        case .bool(let flag): flag ? "true" : "false"
        default: nil
        }
    }

    /// The items of the list there; none when there is no list.
    func list(at path: String) -> [Node] {
        if case .list(let items) = part(at: path)?.value { items } else { [] }
    }

    /// The members of the object there, in their order.
    func entries(at path: String) -> [Member] {
        if case .map(let members) = part(at: path)?.value { members } else { [] }
    }

    /// The same object without some of its members.
    func without(_ keys: String...) -> Node {
        guard case .map(let members) = value else { return self }
        return Node(.map(members.filter { !keys.contains($0.key) }))
    }

    /// Every string in it, `change` applied to each; nil as soon as `change` gives nil for one.
    func replacingTexts(_ change: (String) -> String?) -> Node? {
        switch value {
        case .string(let text): return change(text).map { Node(.string($0)) }
        case .list(let items):
            let changed = items.compactMap { $0.replacingTexts(change) }
            return changed.count == items.count ? Node(.list(changed)) : nil
        case .map(let members):
            let changed = members.compactMap { member in member.node.replacingTexts(change).map { Member(member.key, $0) } }
            return changed.count == members.count ? Node(.map(changed)) : nil
        case .null, .bool, .number: return self
        }
    }
}
