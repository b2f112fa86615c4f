extension TermRule {
    /// Credits, their bounds, and how they are claimed.
    static let remedyRules: [String: TermRule] = [
        // What grants it says what it is worth: a remedy that nothing names does nothing.
        "remedies": .list([["id"], ["clause"], ["title"]], added: .same), "remedies.id": TermRule(.wording),
        "remedies.title": TermRule(.wording),
        "remedies.schedule": TermRule(
            .schedule, "Every availability earns as much as before, or more.",
            "Every availability earns as much as before, or less."),
        "remedies.cap": TermRule(.object(added: .worse), "Nothing bounds credits any more.", "Credits are bounded."),
        "remedies.cap.percent": capped, "remedies.cap.amount_minor": capped,
        "remedies.cap.per": TermRule(
            .ranked(["year", "quarter", "month", "window"], absent: "window"), "The bound starts afresh more often.",
            "The bound starts afresh less often."),
        "remedies.caps": .list([["per"], ["clause"]], added: .worse, "One bound less.", "One bound more."),
        "remedies.caps.percent": capped, "remedies.caps.amount_minor": capped,
        "remedies.minimum": TermRule(.object(added: .unclear)),
        "remedies.stacking.commitments": stacking, "remedies.stacking.agreements": stacking,
        "remedies.granted": TermRule(
            .ranked(["on_claim", "automatic"], absent: "on_claim"), "Credits come unasked.", "Credits must be claimed."),
        "remedies.conditions": .list([["id"], ["clause"]], added: .worse, "One condition less.", "One condition more."),
        "remedies.conditions.id": TermRule(.wording), "remedies.conditions.title": TermRule(.wording),
        "remedies.fee_base.classes": TermRule(
            .wider(absentIsAll: false), "Credits count from more fees.", "Credits count from fewer fees."),
        "remedies.fee_base.services": TermRule(
            .ranked(["affected", "all"], absent: "all"), "Credits count from the fees of all services.",
            "Credits count from the fees of affected services only."),
        "remedies.payout.form": TermRule(
            .ranked(["credit", "credit_or_waiver"], absent: nil), "The customer may choose.", "The customer may no longer choose."
        ),
        "remedies.payout.at_termination": TermRule(
            .ranked(["forfeited", "paid"], absent: nil), "What is left at the end is paid.", "What is left at the end is lost."),
        "remedies.not_for": .list(
            [["title"], ["clause"]], added: .worse, "Credits are due in more cases.", "Credits are due in fewer cases."),
        "remedies.not_for.title": TermRule(.wording),

        "remedies.claim.deadline.days": longerToClaim, "remedies.claim.deadline.months": longerToClaim,
        "remedies.claim.deadline.business_days": longerToClaim,
        "remedies.claim.deadline.from": TermRule(
            .ranked(["last_outage_end", "window_end", "statement_published"], absent: nil), "The time to claim begins later.",
            "The time to claim begins earlier."),
        "remedies.claim.channels": TermRule(
            .wider(absentIsAll: false), "There are more ways to claim.", "There are fewer ways to claim."),
        "remedies.claim.required": TermRule(
            .narrower(absentIsAll: false), "Claims must state less.", "Claims must state more."),
        "remedies.claim.optional": TermRule(.wording),
        "remedies.claim.answer": TermRule(
            .object(added: .better), "Claims are answered in a set time.", "No time is set for answers any more."),
        "remedies.claim.answer.business_days": TermRule(
            .less(absent: .unclear), "Claims are answered sooner.", "Claims are answered later."),
        "remedies.claim.answer.calendar": TermRule(
            .calendarReference, "Answers are due in longer hours.", "Answers are due in shorter hours."),
        "remedies.claim.approval.required": TermRule(
            .ranked(["true", "false"], absent: nil), "Nobody need approve of credits.", "Somebody must approve of credits."),
    ]

    private static let capped = TermRule(
        .more(absent: .unclear), "Credits may come to more.", "Credits may come to less.")
    private static let stacking = TermRule(
        .ranked(["highest", "sum"], absent: nil), "Credits add up.", "Only the highest credit is due.")
    private static let longerToClaim = TermRule(
        .more(absent: .unclear), "There is more time to claim.", "There is less time to claim.")
}
