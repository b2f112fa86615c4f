/// More than one measuring window in the words that one commitment rests on, or another one than was written down.
enum WindowRule: LintRule {
    static func findings(in subject: LintSubject) -> [LintFinding] {
        var seen: Set<String> = []
        return subject.document.commitments.enumerated().compactMap { index, commitment in
            guard seen.insert("\(commitment.windowClause) \(commitment.window)").inserted else { return nil }
            return finding(commitment, at: "#/commitments/\(index)/window", subject)
        }
    }

    private static func finding(_ commitment: AvailabilityCommitment, at pointer: String, _ subject: LintSubject) -> LintFinding?
    {
        let measured = subject.document.downtime.map(\.clause)
        let clauses = Set([commitment.clause, commitment.windowClause, commitment.formulaClause] + measured)
        let printed = clauses.reduce(into: Set<PrintedWindow>()) { $0.formUnion(PrintedWindow.all(in: subject.words(of: $1))) }
        let chosen = PrintedWindow(commitment.window)
        guard !printed.isEmpty, printed != [chosen] else { return nil }
        let texts = printed.sorted().map(\.text)
        let others = printed.subtracting([chosen]).sorted().map(\.text).joined(separator: ", or ")
        return subject.finding(
            .windowContradiction, .warning, at: pointer, clause: commitment.windowClause,
            texts.count > 1
                ? "The words name \(texts.count) windows: \(texts.joined(separator: ", "))."
                : "The words name the \(texts.joined()), and the window is \(commitment.window).",
            proposal: ProposedInterpretation(
                clause: commitment.windowClause, choice: "The window is \(chosen.text).", alternative: "It is \(others).",
                why: "The words contradict each other, and one window must decide."),
            topics: ["window"] + texts)
    }
}
