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
        return readers.indices.contains(index) ? readers[index] : nil
    }
}
