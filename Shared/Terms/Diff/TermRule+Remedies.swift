extension TermRule {
    /// Credits and their bounds.
    static let remedyRules = creditRules.merging(conditions(of: "remedies.conditions")) { first, _ in first }

    private static let creditRules: [String: TermRule] = [
        // What grants it says what it is worth: a remedy that nothing names does nothing.
        "remedies": .list([["id"], ["clause"], ["title"]], added: .same),
        "remedies.schedule": TermRule(
            .schedule, "Every availability earns as much as before, or more.",
            "Every availability earns as much as before, or less."),
        "remedies.cap": TermRule(.object(added: .worse), "Nothing bounds credits any more.", "Credits are bounded."),
        "remedies.cap.percent": capped, "remedies.cap.amount_minor": capped, "remedies.cap.currency": currency,
        "remedies.cap.per": capPeriod,
        "remedies.caps": .list([["per"], ["clause"]], added: .worse, "One bound less.", "One bound more."),
        "remedies.caps.percent": capped, "remedies.caps.amount_minor": capped, "remedies.caps.currency": currency,
        "remedies.caps.per": capPeriod,
        "remedies.minimum": TermRule(
            .by(RemedyComparison.minimum), "Small credits are given, or raised.", "Small credits are not given, or raised less."),
        "remedies.stacking": TermRule(.members),
        "remedies.stacking.commitments": stacking(absent: .highest), "remedies.stacking.agreements": stacking(absent: .sum),
        "remedies.granted": TermRule(
            .ranked(["on_claim", "automatic"], absent: "on_claim"), "Credits come unasked.", "Credits must be claimed."),
        "remedies.conditions": .list([["id"], ["clause"]], added: .worse, "One condition less.", "One condition more."),
        "remedies.fee_base": TermRule(
            .object(added: .worse), "Credits count from all fees.", "Credits count from some fees only."),
        "remedies.fee_base.classes": TermRule(
            .wider(absentIsAll: false), "Credits count from more fees.", "Credits count from fewer fees."),
        "remedies.fee_base.services": TermRule(
            .ranked(["affected", "all"], absent: "all"), "Credits count from the fees of all services.",
            "Credits count from the fees of affected services only."),
        "remedies.fee_base.period": .depends("Credits count from the fees of another period."),
        "remedies.payout": .depends("What a credit is good for is laid down, or no longer is.", judge: .object(added: .unclear)),
        "remedies.payout.form": TermRule(
            .ranked(["credit", "credit_or_waiver"], absent: nil), "The customer may choose.", "The customer may no longer choose."
        ),
        "remedies.payout.at_termination": TermRule(
            .ranked(["forfeited", "paid"], absent: nil), "What is left at the end is paid.", "What is left at the end is lost."),
        "remedies.not_for": .list(
            [["title"], ["clause"]], added: .worse, "Credits are due in more cases.", "Credits are due in fewer cases."),
        "remedies.not_for.state": TermRule(
            .state(.worse), "Fees charged in that state count.", "Fees charged in a state no longer count."),
    ]

    private static let capped = TermRule(
        .more(absent: .unclear), "Credits may come to more.", "Credits may come to less.")
    private static let currency = TermRule.depends("The bound is an amount in another currency, or no amount.")
    private static let capPeriod = TermRule(
        .ranked(["year", "month", "window"], absent: "window"), "The bound starts afresh more often.",
        "The bound starts afresh less often.")

    private static func stacking(absent: Credit.Stacking) -> TermRule {
        TermRule(
            .ranked(["highest", "sum"], absent: absent.rawValue), "Credits add up.", "Only the highest credit is due.")
    }
}
