/// Credits that nothing bounds, and that may come to more than the fee.
enum CapRule: LintRule {
    static func findings(in subject: LintSubject) -> [LintFinding] {
        subject.document.remedies.enumerated().compactMap { index, remedy in
            guard remedy.caps.isEmpty, let target = subject.document.commitments.first(where: { $0.remedy == remedy.id })?.target,
                let nothing = Ratio(0, of: 1), let most = remedy.schedule.percent(at: nothing, target: target),
                most > Percent.hundred.points
            else { return nil }
            return subject.finding(
                .missingCap, .warning, at: "#/remedies/\(index)/schedule", clause: remedy.scheduleClause,
                "No cap is stated, and with nothing available the credit comes to \(most.floored(places: 0))% of the fees.",
                proposal: ProposedInterpretation(
                    clause: remedy.scheduleClause, choice: "Credits of a window are capped at 100% of its fees.",
                    alternative: "There is no cap.", why: "A credit gives fees back, and there are no more than were paid."),
                topics: ["cap", "100%", "whole fee"])
        }
    }
}
