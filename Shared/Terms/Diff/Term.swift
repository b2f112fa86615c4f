/// A part of an agreement in both editions.
struct Term {
    /// Its path in the format, without positions: `commitments.target`.
    let path: String
    /// What it is, in words.
    let title: String
    /// Where it stands in the old edition.
    let from: String
    /// Where it stands in the new edition.
    let to: String
    /// The clause of the old edition that the closest element around it names.
    var oldClause: String?
    /// The clause of the new edition.
    var newClause: String?
    /// The element around it, in both editions.
    var parents: (old: Node?, new: Node?)

    static let root = Term(path: "", title: "", from: "#", to: "#", parents: (nil, nil))

    /// A member.
    func member(_ key: String, _ old: Node?, _ new: Node?) -> Term {
        let words = key.replacing("_", with: " ")
        let step = "/" + key.replacing("~", with: "~0").replacing("/", with: "~1")
        return Term(
            path: path.isEmpty ? key : "\(path).\(key)", title: title.isEmpty ? words : "\(title): \(words)", from: from + step,
            to: to + step, oldClause: old?.clauseText ?? oldClause, newClause: new?.clauseText ?? newClause, parents: (old, new))
    }

    /// An element of a list, by its positions.
    func element(_ oldIndex: Int?, _ newIndex: Int?, _ old: Node?, _ new: Node?) -> Term {
        let name = (new ?? old)?.elementName
        let around = path.contains(".") ? "\(title): " : ""
        return Term(
            path: path, title: name.map { around + $0 } ?? title, from: oldIndex.map { "\(from)/\($0)" } ?? from,
            to: newIndex.map { "\(to)/\($0)" } ?? to, oldClause: old?.clauseText ?? oldClause,
            newClause: new?.clauseText ?? newClause,
            parents: (old, new))
    }
}

extension Node {
    /// The clause that an element names.
    var clauseText: String? { self["clause"]?.plainText }

    /// What an element is called.
    fileprivate var elementName: String? {
        for key in ["title", "heading", "id", "key", "edition", "clause"] {
            if let text = self[key]?.plainText { return text }
        }
        let priority = self["priority"]?.plainText.map { "\($0) " } ?? ""
        return self["measure"]?.plainText.map { priority + $0.replacing("_", with: " ") }
    }

    /// The text, or the number as it is written.
    var plainText: String? {
        switch value {
        case .string(let text), .number(let text): text
        case .bool(let bool): bool ? "true" : "false"
        default: nil
        }
    }

    /// What it says, in one line, for a person.
    var inWords: String {
        let words: String
        switch value {
        case .null: words = "nothing"
        case .bool(let bool): words = bool ? "yes" : "no"
        case .number(let text), .string(let text): words = text
        case .list(let nodes): words = nodes.map(\.inWords).joined(separator: ", ")
        case .map(let members):
            words = members.map { "\($0.key.replacing("_", with: " ")) \($0.node.inWords)" }.joined(separator: "; ")
        }
        return words.count > Self.wordsMaximum ? "\(words.prefix(Self.wordsMaximum))…" : words
    }

    /// Enough to recognise it by; the document has the whole.
    private static let wordsMaximum = 300
}
