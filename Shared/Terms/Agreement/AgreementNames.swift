/// What a document defines, so that whatever cites it can be checked where it stands, and what it leaves to others.
final class AgreementNames {
    private var clauses: [String: String] = [:]
    private var citedClauses: Set<String> = []
    private(set) var notEvaluated: [NotEvaluated] = []
    var calendars: Set<String> = []
    var plans: Set<String> = []
    var services: Set<String> = []
    var parts: Set<String> = []
    var categories: Set<String> = []
    var remedies: Set<String> = []
    var priorities: Set<String> = []
    var commitments: Set<String> = []
    /// The hours of the calendars.
    var hours: [String: ServiceCalendar] = [:]

    func define(clauses: [Clause]) {
        self.clauses = Dictionary(clauses.map { ($0.id, $0.text) }) { first, _ in first }
    }

    /// Reads the id of a clause, which must be in the document.
    func clause(_ reader: NodeReader) -> String {
        let id = reader.text(1...40)
        citedClauses.insert(id)
        // Where the clauses cannot be read, that is the problem, and not whatever cites them.
        if !id.isEmpty, !clauses.isEmpty, clauses[id] == nil { reader.fail("names no clause of this document") }
        return id
    }

    /// Reads words that must stand in the text of a clause, whatever lines they are broken into.
    func words(_ reader: NodeReader, of clause: String) -> String {
        let words = reader.prose(1...2000)
        if let text = clauses[clause], !text.isEmpty, !Self.unbroken(text).contains(Self.unbroken(words)) {
            reader.fail("must be words of the clause's own text")
        }
        return words
    }

    private static func unbroken(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Reads the member `clause` of an element; the clause of the element around it where there is none.
    func clause(of reader: NodeReader, otherwise: String) -> String {
        reader.ifPresent("clause") { clause($0) } ?? otherwise
    }

    /// Reads a name that must be among those defined.
    func name(_ reader: NodeReader, among names: Set<String>, kind: String) -> String {
        let name = reader.key()
        if !name.isEmpty, !names.contains(name) { reader.fail("names no \(kind) of this document") }
        return name
    }

    /// Reads a list of such names under `key`; absent means all, and is an empty list.
    func names(_ reader: NodeReader, _ key: String, among names: Set<String>, kind: String) -> [String] {
        reader.ifPresent(key) { list in list.list(1...200) { name($0, among: names, kind: kind) } } ?? []
    }

    /// Reads the member `scope` of an element: what must be so for it to apply; nil where there is none.
    func scope(_ reader: NodeReader) -> AttributeMatch? {
        reader.ifPresent("scope") { AttributeMatch($0, self) }
    }

    /// Notes that a part is kept, but not evaluated.
    func leave(_ reader: NodeReader, _ kind: NotEvaluated.Kind, clause: String, title: String) {
        guard !reader.isStandIn else { return }
        notEvaluated.append(NotEvaluated(clause: clause, path: reader.pointer, kind: kind, title: title))
    }

    /// Notes a problem for every clause that nothing in the document rests on: what is written must have a place.
    func complainAboutUncited(_ list: NodeReader) {
        _ = list.list(0...AgreementDocument.clausesMaximum) { reader in
            let id = reader.node?["id"]
            if case .string(let text) = id?.value, !citedClauses.contains(text) {
                reader.fail("is cited by nothing in this document; what cannot be measured goes under declarations", at: "id")
            }
        }
    }
}

extension NodeReader {
    /// Notes a problem for every element of a list whose member of that name another element has already.
    public func requireDistinct(_ key: String) {
        var seen: Set<String> = []
        _ = list(0...Int.max) { reader in
            guard case .string(let name) = reader.node?[key]?.value else { return }
            if !seen.insert(name).inserted { reader.fail("is taken by an earlier element", at: key) }
        }
    }
}
