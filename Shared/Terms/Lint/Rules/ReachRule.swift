/// Parts that can never apply: remedies that nothing grants, exclusions of services that nothing is promised for.
enum ReachRule: LintRule {
    static func findings(in subject: LintSubject) -> [LintFinding] {
        remedies(subject) + exclusions(subject) + calendars(subject)
    }

    private static func remedies(_ subject: LintSubject) -> [LintFinding] {
        let commitments = subject.document.commitments
        return subject.document.remedies.enumerated().compactMap { index, remedy in
            // What an approver decides from case to case needs no commitment.
            guard remedy.schedule != .discretionary else { return nil }
            let users = commitments.filter { $0.remedy == remedy.id }
            guard users.isEmpty || users.allSatisfy({ $0.strength == .target }), !isCited(remedy, subject) else { return nil }
            return subject.finding(
                .unreachable, .warning, at: "#/remedies/\(index)", clause: remedy.clause,
                users.isEmpty
                    ? "No commitment grants the remedy \"\(remedy.title)\"."
                    : "The remedy \"\(remedy.title)\" never pays: what it is for is a target, and only guarantees found a claim.",
                proposal: ProposedInterpretation(
                    clause: remedy.clause, choice: "\"\(remedy.title)\" is kept as written, and never due.",
                    alternative: "It is due for a commitment of this agreement.", why: "No guarantee of the agreement grants it."),
                topics: ["never due", "founds no claim", "no claim"])
        }
    }

    /// Whether anything but a commitment names the remedy, such as an objective.
    private static func isCited(_ remedy: Remedy, _ subject: LintSubject) -> Bool {
        ["objectives", "support", "incidents", "publications", "reports"].contains { section in
            guard case .list(let elements)? = subject.document.node[section]?.value else { return false }
            return elements.contains { $0.mentionsRemedy(remedy.id) }
        }
    }

    private static func exclusions(_ subject: LintSubject) -> [LintFinding] {
        let promised = Set(subject.document.commitments.flatMap(\.services))
        return subject.document.exclusions.enumerated().compactMap { index, rule in
            let isElsewhere = !rule.services.isEmpty && promised.isDisjoint(with: rule.services)
            guard isElsewhere || rule.cap?.seconds == 0 else { return nil }
            return subject.finding(
                .unreachable, .warning, at: "#/exclusions/\(index)", clause: rule.clause,
                isElsewhere
                    ? "\"\(rule.title)\" excludes time of services whose availability nothing promises."
                    : "\"\(rule.title)\" has a budget of no time, and excludes nothing.")
        }
    }

    private static func calendars(_ subject: LintSubject) -> [LintFinding] {
        subject.document.support.enumerated().compactMap { index, tier in
            guard !tier.targets.isEmpty, let hours = subject.document.calendars[tier.calendar]?.hours,
                hours.spans.values.allSatisfy(\.isEmpty)
            else { return nil }
            return subject.finding(
                .cannotBeMissed, .warning, at: "#/support/\(index)/calendar", clause: tier.clause,
                "The calendar of \"\(tier.title)\" never opens, so that none of its targets is ever due.")
        }
    }
}

extension Node {
    /// Whether this element, or one inside it, names a remedy.
    fileprivate func mentionsRemedy(_ id: String) -> Bool {
        switch value {
        case .map(let members):
            members.contains { ($0.key == "remedy" && $0.node == Node(.string(id))) || $0.node.mentionsRemedy(id) }
        case .list(let nodes): nodes.contains { $0.mentionsRemedy(id) }
        default: false
        }
    }
}
