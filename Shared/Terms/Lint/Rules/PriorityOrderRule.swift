/// Levels the wrong way round: less urgent requests that are promised to be done sooner than more urgent ones.
///
/// Priorities are listed from the most urgent down.
enum PriorityOrderRule: LintRule {
    static func findings(in subject: LintSubject) -> [LintFinding] {
        let priorities = subject.document.priorities
        let ranks = Dictionary(priorities.enumerated().map { ($1.key, $0) }) { first, _ in first }
        return subject.document.support.enumerated().flatMap { tierIndex, tier in
            tier.targets.enumerated().compactMap { index, target -> LintFinding? in
                guard let rank = target.priority.flatMap({ ranks[$0] }) else { return nil }
                let slower = tier.targets.filter { other in
                    guard let otherRank = other.priority.flatMap({ ranks[$0] }) else { return false }
                    return otherRank < rank && other.measure == target.measure && other.within.seconds > target.within.seconds
                }
                guard !slower.isEmpty else { return nil }
                let names = slower.compactMap { other in
                    priorities.first { $0.key == other.priority }.map { "\($0.title) (\(other.within))" }
                }
                return finding(
                    target, priorities[rank].title, slower: names, at: "#/support/\(tierIndex)/targets/\(index)/within", subject)
            }
        }
    }

    private static func finding(
        _ target: SupportTarget, _ title: String, slower: [String], at pointer: String, _ subject: LintSubject
    ) -> LintFinding {
        let measure = target.measure.rawValue.replacing("_", with: " ")
        return subject.finding(
            .invertedLevels, .warning, at: pointer, clause: target.clause,
            "\(title) is less urgent, and its \(measure) is promised within \(target.within), sooner than that of "
                + "\(slower.joined(separator: " and ")).",
            proposal: ProposedInterpretation(
                clause: target.clause, choice: "The times stand as written, although the levels are inverted.",
                alternative: "\(title) was meant to take longer than the more urgent levels.",
                why: "What is written is a promise; nothing in the agreement says which figure is wrong."),
            topics: ["inverted", "as written", "sooner", "faster", "longer"])
    }
}
