extension TermRule {
    /// Promises about speed, delivery and quality.
    static let objectiveRules: [String: TermRule] = [
        "objectives": .list(
            [["id"], ["clause", "service", "part", "metric"]], added: .better, "A promise more.", "A promise less."),
        "objectives.strength": strength, "objectives.plans": plans,
        "objectives.service": .depends("It is about another service."),
        "objectives.part": .depends("It is about another part of the service."),
        "objectives.of": .depends("Other things are counted."),
        "objectives.metric": .depends("Something else is looked at."),
        "objectives.share": TermRule(.share, "More of them must satisfy it.", "Fewer of them must satisfy it."),
        "objectives.aggregate": TermRule(
            .by(ObjectiveComparison.aggregate), "The worst of them must keep the limit, rather than their mean or their best.",
            "Their mean or their best must keep the limit, rather than the worst of them."),
        "objectives.limit": TermRule(.limit, "The limit is stricter.", "The limit is looser."),
        "objectives.limits": TermRule(
            .by(AttributeComparison.limits), "The limit is stricter, for some at least.",
            "The limit is looser, for some at least."),
        "objectives.across": TermRule(.object(added: .unclear)),
        "objectives.across.parts": TermRule(
            .by(ObjectiveComparison.parts), "More parts must keep it.", "Fewer parts must keep it."),
        "objectives.across.hold": TermRule(
            .ranked(["any", "most", "all"], absent: nil), "More of the parts must keep it.", "Fewer of the parts must keep it."),
        "objectives.window": window,
        "objectives.calendar": TermRule(.calendarReference, "Times run for longer hours.", "Times run for shorter hours."),
        "objectives.remedy": TermRule(.remedyReference, "A remedy is granted.", "No remedy is granted any more."),
    ]
}
