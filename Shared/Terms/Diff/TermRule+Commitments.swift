extension TermRule {
    /// Availability, and what counts as downtime.
    static let commitmentRules = availabilityRules.merging(conditions(of: "preconditions")) { first, _ in first }

    private static let availabilityRules: [String: TermRule] = [
        "commitments": .list(
            [["id"], ["clause", "services"], ["services"]], added: .better, "A promise more.", "A promise less."),
        "commitments.strength": strength, "commitments.services": services, "commitments.plans": plans,
        "commitments.scope": TermRule(.matchForBetter, "It holds for more.", "It holds for less."),
        "commitments.window": TermRule(.members),
        "commitments.window.kind": window,
        "commitments.window.consumes_downtime": TermRule(
            .ranked(["true", "false"], absent: "false"), "Downtime that was credited counts in later windows too.",
            "Downtime that was credited no longer counts in later windows."),
        "commitments.measure": TermRule(
            .by(MeasureComparison.effect), "More counts as downtime.", "Less counts as downtime."),
        "commitments.formula": TermRule(.members),
        "commitments.formula.rule": TermRule(
            .ranked(["excluded_counts_as_up", "excluded_removed"], absent: nil),
            "Excluded time no longer counts as up, so that downtime weighs more.",
            "Excluded time counts as up, so that downtime weighs less."),
        "commitments.unknown_time": TermRule(
            .ranked(["up", "excluded", "down"], absent: nil), "Time without data counts less in the provider's favour.",
            "Time without data counts more in the provider's favour."),
        "commitments.target": TermRule(
            .more(absent: .unclear), "More availability is promised.", "Less availability is promised."),
        "commitments.targets": TermRule(
            .by(AttributeComparison.targets), "More availability is promised, to some at least.",
            "Less availability is promised, to some at least."),
        "commitments.remedy": TermRule(.remedyReference, "A remedy is granted.", "No remedy is granted any more."),

        "downtime": .list([["clause"], ["title"]], added: .better, "More counts as downtime.", "Less counts as downtime."),
        "downtime.measured_by": TermRule(
            .wider(absentIsAll: false), "It is noticed in more ways.", "It is noticed in fewer ways."),
        "downtime.down_error_rate": TermRule(
            .less(absent: .unclear), "Fewer failures are enough to count as down.", "It takes more failures to count as down."),
        "downtime.slice": .depends("Failures are counted over another length of time."),
        "downtime.authority": TermRule(
            .ranked(["provider", "independent", "customer"], absent: nil), "Measurements closer to the customer decide.",
            "Measurements closer to the provider decide."),

        "preconditions": .list([["id"], ["clause"]], added: .worse, "One condition less.", "One condition more."),
        "preconditions.commitments": TermRule(
            .narrower(absentIsAll: true), "It is a condition of fewer promises.", "It is a condition of more promises."),
    ]

    /// What a precondition asks for.
    static func conditions(of list: String) -> [String: TermRule] {
        [
            "\(list).strength": TermRule(
                .ranked(["guarantee", "target"], absent: "guarantee"), "The condition no longer binds.",
                "The condition binds."),
            "\(list).fact": .depends("Something else is asked for."),
            "\(list).attributes": TermRule(.matchForBetter, "More satisfy it.", "Fewer satisfy it."),
            "\(list).prior_case": TermRule(.object(added: .unclear)),
            "\(list).prior_case.within": TermRule(
                .longer(absent: .unclear), "There is more time to open a case.", "There is less time to open a case."),
            "\(list).prior_case.of": TermRule(
                .ranked(["outage_start", "outage_end"], absent: nil), "The time to open a case begins later.",
                "The time to open a case begins earlier."),
        ]
    }

    static let strength = TermRule(
        .ranked(["target", "guarantee"], absent: nil), "What was an aim is guaranteed.", "What was guaranteed is only an aim.")
    static let services = TermRule(
        .wider(absentIsAll: true), "It holds for more services.", "It holds for fewer services.")
    static let plans = TermRule(.wider(absentIsAll: true), "It holds for more plans.", "It holds for fewer plans.")
    static let window = TermRule(
        .window, "Every shorter window must reach the target.", "Failures of one window are evened out in a longer one.")
}
