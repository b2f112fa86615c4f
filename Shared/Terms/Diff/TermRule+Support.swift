extension TermRule {
    /// Support, and how incidents are handled.
    static let supportRules: [String: TermRule] = [
        "priorities": .list([["key"]], added: .unclear), "priorities.title": TermRule(.wording),
        "priorities.classified_by": TermRule(
            .ranked(["provider", "customer_then_provider", "customer"], absent: nil),
            "The customer has more say in the priority.",
            "The customer has less say in the priority."),

        "support": .list([["key"], ["clause"]], added: .better, "A level of support more.", "A level of support less."),
        "support.title": TermRule(.wording), "support.plans": plans,
        "support.scope": TermRule(.matchForBetter, "It is for more customers.", "It is for fewer customers."),
        "support.calendar": TermRule(.calendarReference, "Clocks run for longer hours.", "Clocks run for shorter hours."),
        "support.channels": channels,
        "support.required": TermRule(.narrower(absentIsAll: false), "Requests must state less.", "Requests must state more."),
        "support.intake.required": TermRule(
            .narrower(absentIsAll: false), "Requests must state less.", "Requests must state more."),
        "support.intake.clock_starts": TermRule(
            .ranked(["complete", "receipt"], absent: nil), "Clocks start at receipt.", "Clocks start when a request is complete."),
        "support.access.requesters": TermRule(
            .ranked(["authorised_users", "anybody"], absent: nil), "Anybody may ask.", "Only authorised users may ask."),
        "support.access.not_for": TermRule(.narrower(absentIsAll: false), "Support is for more.", "Support is for less."),
        "support.languages.count": TermRule(.more(absent: .unclear), "More languages are spoken.", "Fewer languages are spoken."),
        "support.languages.tags": TermRule(
            .wider(absentIsAll: false), "More languages are spoken.", "Fewer languages are spoken."),
        "support.targets": .list([["priority", "measure"]], added: .better, "A target more.", "A target less."),
        "support.targets.within": TermRule(.shorter(absent: .unclear), "It must happen sooner.", "It may take longer."),
        "support.targets.aim": TermRule(.shorter(absent: .worst), "A shorter time is aimed for.", "A longer time is aimed for."),
        "support.targets.strength": strength,

        "incidents": .list([["key"]], added: .unclear), "incidents.title": TermRule(.wording),
        "incidents.counts_as_down": TermRule(
            .ranked(["false", "true"], absent: nil), "Such incidents count as downtime.",
            "Such incidents no longer count as downtime."),
        "incidents.published": TermRule(
            .ranked(["false", "true"], absent: nil), "Such incidents are shown.", "Such incidents are no longer shown."),
        "incidents.update_every": TermRule(.shorter(absent: .worst), "Updates come more often.", "Updates come less often."),
        "incidents.escalation": TermRule(
            .ranked(["planned", "in_hours", "immediately"], absent: nil), "Work begins sooner.", "Work begins later."),
        "incidents.calendar": TermRule(
            .calendarReference, "Updates are due in longer hours.", "Updates are due in shorter hours."),
    ]

    static let channels = TermRule(.wider(absentIsAll: false), "There are more ways.", "There are fewer ways.")
}
