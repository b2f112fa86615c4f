/// Printed formulas that unplanned downtime never lowers, because they take away scheduled downtime only, or that can come
/// out above 100%, because they give excluded time back without having taken it.
enum FormulaRule: LintRule {
    static func findings(in subject: LintSubject) -> [LintFinding] {
        var seen: Set<String> = []
        return subject.document.commitments.compactMap { commitment in
            guard seen.insert(commitment.formulaClause).inserted else { return nil }
            return finding(commitment.formulaClause, subject)
        }
    }

    private static func finding(_ clause: String, _ subject: LintSubject) -> LintFinding? {
        guard let formula = PrintedFormula(subject.words(of: clause)), !formula.subtracted.isEmpty else { return nil }
        guard formula.subtracted.allSatisfy(isPlanned) else { return nil }
        let exceeds = formula.added.isEmpty ? "" : ", and \(formula.added.joined(separator: ", ")) can push it over 100%"
        return subject.finding(
            .cannotBeMissed, .warning, at: subject.pointer(of: clause), clause: clause,
            "Read literally, the formula takes away \(formula.subtracted.joined(separator: " and ")) only: unplanned downtime "
                + "never lowers it\(exceeds).",
            proposal: ProposedInterpretation(
                clause: clause,
                choice: "Downtime that is not excluded lowers the figure: what the formula takes away is unavailable time.",
                alternative: "The literal formula: \(formula.subtracted.joined(separator: " and ")) alone lowers it.",
                why: "A promise that no failure can break is none; formulas of this shape take away unavailable time."),
            topics: ["formula", "unavailable", "literal", "scheduled downtime"])
    }

    /// Whether a term speaks of planned time, and of that only.
    private static func isPlanned(_ term: String) -> Bool {
        let words = Set(term.split(separator: " "))
        let isUnplanned = !words.isDisjoint(with: ["unscheduled", "unplanned", "unavailable", "unavailability"])
        return !isUnplanned && !words.isDisjoint(with: ["scheduled", "planned"])
    }
}
