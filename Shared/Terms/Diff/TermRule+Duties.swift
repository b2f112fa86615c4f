extension TermRule {
    /// What must be made known, reported, and announced.
    static let dutyRules: [String: TermRule] = [
        "publications": .list(
            [["subject", "clause"], ["subject", "title"]], added: .better, "More is made known.", "Less is made known."),
        "publications.title": TermRule(.wording), "publications.at": TermRule(.wording),
        "publications.notice": TermRule(.longer(absent: .worst), "It is made known longer before.", "It is made known later."),
        "publications.within": TermRule(.shorter(absent: .worst), "It is made known sooner.", "It is made known later."),
        "publications.channels": channels,
        "publications.scope": TermRule(.matchForBetter, "More is made known.", "Less is made known."),

        "reports": .list([["clause", "title"], ["clause"]], added: .better, "A report more.", "A report less."),
        "reports.title": TermRule(.wording), "reports.plans": plans,
        "reports.every": TermRule(
            .ranked(["year", "quarter", "month"], absent: nil), "Reports come more often.", "Reports come less often."),
        "reports.contents": TermRule(.wider(absentIsAll: false), "Reports say more.", "Reports say less."),
        "reports.due_business_days": TermRule(.less(absent: .worst), "Reports are due sooner.", "Reports are due later."),
        "reports.calendar": TermRule(.calendarReference, "Reports are due sooner.", "Reports are due later."),

        "changes": TermRule(
            .elements(ElementRule(passes: [["change", "clause"], ["clause"]], added: .changeRule)),
            "Notice of changes is promised.", "Notice of changes is no longer promised."),
        "changes.title": TermRule(.wording), "changes.channels": channels,
        "changes.notice_days": TermRule(
            .changeNotice, "Customers hear of what is worse for them earlier, or get what is better sooner.",
            "Customers hear of what is worse for them later, or get what is better later."),
        "changes.in_advance": TermRule(
            .ranked(["false", "true"], absent: nil), "Notice comes before the change.", "Notice need not come before the change."),
    ]
}
