/// Targets that nothing can break, and targets that nobody can keep.
enum TargetRule: LintRule {
    static func findings(in subject: LintSubject) -> [LintFinding] {
        let document = subject.document
        let commitments = document.commitments.enumerated().compactMap { index, commitment in
            finding(commitment, "#/commitments/\(index)/target", subject)
        }
        let objectives = document.objectives.enumerated().compactMap { index, objective -> LintFinding? in
            guard let code = objective.share.flatMap(verdict) else { return nil }
            let can = code == .cannotBeMissed ? "No measurement can miss" : "No measurement can meet"
            return subject.finding(
                code, .warning, at: "#/objectives/\(index)/share", clause: objective.clause, "\(can) \"\(objective.title)\".")
        }
        return commitments + objectives
    }

    private static func finding(_ commitment: AvailabilityCommitment, _ pointer: String, _ subject: LintSubject) -> LintFinding? {
        if commitment.target == .zero {
            return subject.finding(
                .cannotBeMissed, .warning, at: pointer, clause: commitment.clause,
                "A target of 0% is met whatever happens.")
        }
        guard commitment.target == .hundred, commitment.unknownPolicy == .down else { return nil }
        return subject.finding(
            .cannotBeMet, .warning, at: pointer, clause: commitment.clause,
            "100% with time without data counted as down is missed as soon as one measurement is late.",
            proposal: ProposedInterpretation(
                clause: commitment.clause, choice: "Time without data leaves the measured time.",
                alternative: "It counts as down, and 100% cannot be met.", why: "Missing data proves no downtime."),
            topics: ["without data", "no data", "unknown", "nothing is known"])
    }

    private static func verdict(_ share: Objective.Comparison) -> LintCode? {
        switch share.relation {
        case .atLeast where share.value == .zero, .atMost where share.value >= .hundred: .cannotBeMissed
        case .above where share.value >= .hundred, .below where share.value == .zero: .cannotBeMet
        default: nil
        }
    }
}
