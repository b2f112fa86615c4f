/// A target that is not among the percentages that its clause prints: usually a slip of the pen.
enum TargetWordsRule: LintRule {
    static func findings(in subject: LintSubject) -> [LintFinding] {
        subject.document.commitments.enumerated().compactMap { index, commitment in
            let printed = PrintedPercent.all(in: subject.words(of: commitment.clause))
            guard !printed.isEmpty, !printed.contains(where: { $0.value == commitment.target }) else { return nil }
            let texts = printed.map { "\($0.text)%" }.joined(separator: ", ")
            return subject.finding(
                .targetDiffersFromWords, .warning, at: "#/commitments/\(index)/target", clause: commitment.clause,
                "The target is \(commitment.target)%, and its clause prints \(texts).",
                proposal: ProposedInterpretation(
                    clause: commitment.clause, choice: "The target is \(commitment.target)%.",
                    alternative: "It is one of those that the clause prints: \(texts).",
                    why: "Another text sets the target; say here which."),
                topics: ["target"])
        }
    }
}
