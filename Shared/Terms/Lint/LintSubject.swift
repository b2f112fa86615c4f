/// What rules look at: the document, where its parts stand, and what its interpretations have settled.
struct LintSubject {
    let document: AgreementDocument
    /// The services that there are; nil where that is not known.
    let catalogue: Set<String>?
    private let texts: [String: [Word]]
    private let clauseIndices: [String: Int]

    init(_ document: AgreementDocument, catalogue: Set<String>?) {
        self.document = document
        self.catalogue = catalogue
        texts = Dictionary(document.clauses.map { ($0.id, Word.words(of: $0.text)) }) { first, _ in first }
        clauseIndices = Dictionary(document.clauses.enumerated().map { ($1.id, $0) }) { first, _ in first }
    }

    /// The words of a clause.
    func words(of clause: String) -> [Word] {
        texts[clause] ?? []
    }

    /// Where a clause's text stands.
    func pointer(of clause: String) -> String {
        clauseIndices[clause].map { "#/clauses/\($0)/text" } ?? "#/clauses"
    }

    /// A finding with its place, and the interpretation that settles it.
    ///
    /// - Parameter topics: words of which one must stand in an interpretation of the clause for it to be about this.
    func finding(
        _ code: LintCode, _ severity: LintFinding.Severity, at pointer: String, clause: String?, _ sentence: String,
        proposal: ProposedInterpretation? = nil, topics: [String] = []
    ) -> LintFinding {
        LintFinding(
            code: code, severity: severity, pointer: pointer, place: document.node.place(at: pointer), clause: clause,
            sentence: sentence, proposal: proposal,
            settledBy: settling(clauses: Set([clause, proposal?.clause].compactMap { $0 }), topics: topics)
                ?? importWarning(clause: clause, topics: topics))
    }

    /// The interpretation of one of these clauses that says most about a topic; nil when none says anything of it.
    private func settling(clauses: Set<String>, topics: [String]) -> String? {
        let candidates = document.interpretations.filter { clauses.contains($0.clause) }.map { interpretation in
            (id: interpretation.id, hits: topics.count { interpretation.mentions($0) })
        }
        // The first of the best, so that the answer does not depend on how the standard library searches.
        return candidates.filter { $0.hits > 0 }.reduce(nil as (id: String, hits: Int)?) { best, next in
            best.map { $0.hits >= next.hits } ?? false ? best : next
        }?.id
    }

    /// The note that a clause was read in one way when the source was written down, by its place; nil where there is none.
    private func importWarning(clause: String?, topics: [String]) -> String? {
        document.importWarnings.firstIndex { note in
            note.clause == clause && note.readAs != nil
                && topics.contains { topic in
                    [note.asWritten, note.warning].contains { $0.lowercased().contains(topic.lowercased()) }
                }
        }.map { "#/import_warnings/\($0)" }
    }

    /// Sorts findings: by place where it is known, else by the order of the rules.
    func position(_ finding: LintFinding, _ offset: Int) -> (Int, Int, Int) {
        (finding.place?.line ?? 0, finding.place?.column ?? 0, offset)
    }
}

extension Interpretation {
    /// Whether it speaks of something.
    func mentions(_ topic: String) -> Bool {
        let topic = topic.lowercased()
        return [id, choice, alternative, why].contains { $0.lowercased().contains(topic) }
    }
}
