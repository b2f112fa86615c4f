import Contracts
import Terms

extension NodeReader {
    /// An address for mail. Whether it exists only mail can tell; this keeps out what is certainly none.
    func email() -> String {
        parsed("an e-mail address", standIn: "") { text in
            let parts = text.split(separator: "@", omittingEmptySubsequences: false)
            let isPlain = text.unicodeScalars.allSatisfy {
                $0.value > 0x20 && $0.value != 0x7F && !"<>(),;:\\\"[]".unicodeScalars.contains($0)
            }
            guard parts.count == 2, !parts[0].isEmpty, parts[0].utf8.count <= 64, parts[1].contains("."),
                !parts[1].hasPrefix("."),
                !parts[1].hasSuffix("."), !parts[1].contains(".."), text.utf8.count <= 254, isPlain
            else { return nil }
            return text
        }
    }

    /// An ISO 4217 code.
    func currency() -> String {
        parsed("an ISO 4217 currency code such as EUR", standIn: "EUR") { Currency.exponents[$0] == nil ? nil : $0 }
    }
}

extension NodeReader {
    /// The members of an object whose keys are data, not names.
    func entries(atMost count: Int) -> [(key: String, value: NodeReader)] {
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
    func element(_ index: Int, of key: String) -> NodeReader? {
        var readers: [NodeReader] = []
        _ = self[key].list(0...Bounds.components) { readers.append($0) }
        return readers.indices.contains(index) ? readers[index].again() : nil
    }

    /// The text that stands here, whatever is to be thought of it; nil for anything else. For rules between values: one that
    /// could not be read was complained about already and must not be held against others.
    var rawText: String? {
        if case .string(let text)? = node?.value { text } else { nil }
    }

    /// Notes a problem when a list has a text twice.
    func requireDistinctTexts() {
        guard case .list(let nodes)? = node?.value else { return }
        let texts = nodes.compactMap { node in
            if case .string(let text) = node.value { text } else { nil }
        }
        if Set(texts).count < texts.count { fail("must not have an element twice") }
    }

    /// This node, to be looked at once more: its keys have been judged when it was read first, so none is unknown now.
    func again() -> NodeReader {
        if case .map(let members)? = node?.value {
            for member in members { _ = self[member.key] }
        }
        return self
    }
}
