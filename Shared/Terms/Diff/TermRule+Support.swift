extension TermRule {
    /// Support, and how incidents are handled.
    static let supportRules: [String: TermRule] = [
        "priorities": .depends("Requests are classed otherwise.", judge: list([["key"]], added: .unclear).judge),
        "priorities.definition": .depends("Other requests belong to it."),
        "priorities.classified_by": TermRule(
            .ranked(["provider", "customer_then_provider", "customer"], absent: nil),
            "The customer has more say in the priority.",
            "The customer has less say in the priority."),

        "reclassification": TermRule(
            .elements(
                ElementRule(passes: [["by", "clause"], ["by"], ["clause"]], added: .by(ReclassificationComparison.presence))),
            "The customer has more say in the priority.", "The customer has less say in the priority."),
        "reclassification.by": TermRule(
            .ranked(["provider", "customer"], absent: nil), "The customer may change the priority.",
            "The provider may change the priority."),
        "reclassification.reason": TermRule(
            .by(ReclassificationComparison.reason), "The provider must give a reason, or the customer need not.",
            "The customer must give a reason, or the provider need not."),
        "reclassification.clock": .depends("The target of a clock that runs is another: it may be sooner or later."),
        "reclassification.shows_due_first": TermRule(
            .ranked(["false", "true"], absent: "false"), "The new due time is shown before the change.",
            "The new due time is not shown before the change."),

        "escalations": .list([["clause"], ["title"]], added: .better, "A ladder more.", "A ladder less."),
        "escalations.priorities": TermRule(
            .wider(absentIsAll: true), "It is for more priorities.", "It is for fewer priorities."),
        "escalations.steps": .list([["to"], ["after"]], added: .better, "Somebody more is told.", "Somebody less is told."),
        "escalations.steps.after": TermRule(.shorter(absent: .unclear), "They are told sooner.", "They are told later."),
        "escalations.steps.to": .depends("Somebody else is told."),

        "support": .list([["key"], ["clause"]], added: .better, "A level of support more.", "A level of support less."),
        "support.plans": plans,
        "support.scope": TermRule(.matchForBetter, "It is for more customers.", "It is for fewer customers."),
        "support.calendar": TermRule(.calendarReference, "Clocks run for longer hours.", "Clocks run for shorter hours."),
        "support.channels": channels,
        "support.required": asked,
        "support.intake": TermRule(.members),
        "support.intake.required": asked,
        "support.intake.clock_starts": TermRule(
            .ranked(["complete", "receipt"], absent: "receipt"), "Clocks start at receipt.",
            "Clocks start when a request is complete."),
        "support.access": TermRule(.members),
        "support.access.requesters": TermRule(
            .ranked(["authorised_users", "anybody"], absent: "anybody"), "Anybody may ask.", "Only authorised users may ask."),
        "support.access.not_for": TermRule(.narrower(absentIsAll: false), "Support is for more.", "Support is for less."),
        "support.languages": TermRule(.object(added: .better), "It says which languages are spoken.", "No language is promised."),
        "support.languages.count": TermRule(.more(absent: .unclear), "More languages are spoken.", "Fewer languages are spoken."),
        "support.languages.tags": TermRule(
            .wider(absentIsAll: false), "More languages are spoken.", "Fewer languages are spoken."),
        "support.targets": .list([["priority", "measure"]], added: .better, "A target more.", "A target less."),
        "support.targets.within": TermRule(.by(SupportComparison.within), "It must happen sooner.", "It may take longer."),
        "support.targets.aim": TermRule(.shorter(absent: .worst), "A shorter time is aimed for.", "A longer time is aimed for."),
        "support.targets.strength": strength,
    ]

    static let channels = TermRule(.wider(absentIsAll: false), "There are more ways.", "There are fewer ways.")
    private static let asked = TermRule(
        .narrower(absentIsAll: false), "Requests must state less.", "Requests must state more.")
}
