extension TermRule {
    /// What must be told of incidents, made known, reported, and announced.
    static let dutyRules: [String: TermRule] = [
        "incidents": .depends("Incidents are classed otherwise.", judge: list([["key"]], added: .unclear).judge),
        "incidents.definition": .depends("Other incidents belong to it."),
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

        "publications": .list(
            [["subject", "clause"], ["subject", "title"]], added: .better, "More is made known.", "Less is made known."),
        "publications.notice": TermRule(.longer(absent: .worst), "It is made known longer before.", "It is made known later."),
        "publications.within": TermRule(.shorter(absent: .worst), "It is made known sooner.", "It is made known later."),
        "publications.channels": channels,
        "publications.subscribed_by": TermRule(
            .ranked(["nothing", "everything", "service"], absent: "nothing"), "Customers may choose more of what they hear.",
            "Customers may choose less of what they hear."),
        "publications.scope": TermRule(.matchForBetter, "More is made known.", "Less is made known."),

        "reports": .list([["clause", "title"], ["clause"]], added: .better, "A report more.", "A report less."),
        "reports.plans": plans,
        "reports.every": TermRule(
            .ranked(["year", "quarter", "month"], absent: nil), "Reports come more often.", "Reports come less often."),
        "reports.contents": TermRule(.wider(absentIsAll: false), "Reports say more.", "Reports say less."),
        "reports.due_business_days": TermRule(.less(absent: .worst), "Reports are due sooner.", "Reports are due later."),
        "reports.calendar": TermRule(.calendarReference, "Reports are due sooner.", "Reports are due later."),

        "changes": TermRule(
            .elements(ElementRule(passes: [["change", "clause"], ["clause"]], added: .changeRule)),
            "Notice of changes is promised.", "Notice of changes is no longer promised."),
        "changes.change": .depends("It is about other changes."),
        "changes.channels": channels,
        "changes.notice_days": TermRule(
            .changeNotice, "Customers hear of what is worse for them earlier, or get what is better sooner.",
            "Customers hear of what is worse for them later, or get what is better later."),
        "changes.in_advance": TermRule(
            .by(ChangeRuleComparison.inAdvance), "Notice comes before the change.", "Notice need not come before the change."),
        "changes.running_windows": TermRule(
            .by(ChangeRuleComparison.runningWindows),
            "Windows that run are spared what is worse, or have what is better at once.",
            "Windows that run have what is worse at once, or wait for what is better."),
    ]
}
