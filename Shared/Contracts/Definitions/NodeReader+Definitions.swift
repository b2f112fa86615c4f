import Terms

extension NodeReader {
    /// The members of an object whose keys are data, not names.
    public func entries(atMost count: Int) -> [(key: String, value: NodeReader)] {
        guard case .map(let members) = node?.value else {
            object { _ in }
            return []
        }
        guard members.count <= count else {
            for member in members { _ = self[member.key] }
            fail("must have at most \(count) members, has \(members.count)")
            return []
        }
        return members.map { ($0.key, self[$0.key]) }
    }

    /// One element of a list that was read before, to note a problem that shows only when the whole is known.
    public func element(_ index: Int, of key: String) -> NodeReader? {
        var readers: [NodeReader] = []
        _ = self[key].list(0...DefinitionLimits.components) { readers.append($0) }
        return readers.indices.contains(index) ? readers[index].again() : nil
    }

    /// The text that stands here, whatever is to be thought of it; nil for anything else. For rules between values: one that
    /// could not be read was complained about already and must not be held against others.
    public var rawText: String? {
        if case .string(let text)? = node?.value { text } else { nil }
    }

    /// Notes a problem when a list has a text twice.
    public func requireDistinctTexts() {
        guard case .list(let nodes)? = node?.value else { return }
        let texts = nodes.compactMap { node in
            if case .string(let text) = node.value { text } else { nil }
        }
        if Set(texts).count < texts.count { fail("must not have an element twice") }
    }

    /// This node, to be looked at once more: its keys have been judged when it was read first, so none is unknown now.
    public func again() -> NodeReader {
        if case .map(let members)? = node?.value {
            for member in members { _ = self[member.key] }
        }
        return self
    }
}
