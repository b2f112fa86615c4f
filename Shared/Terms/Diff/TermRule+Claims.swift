extension TermRule {
    /// How credits are claimed.
    static let claimRules: [String: TermRule] = [
        "remedies.claim": .depends("How credits are claimed is laid down, or no longer is.", judge: .object(added: .unclear)),
        "remedies.claim.deadline": TermRule(.members),
        "remedies.claim.deadline.days": longerToClaim, "remedies.claim.deadline.months": longerToClaim,
        "remedies.claim.deadline.business_days": longerToClaim,
        // The more days are open, the sooner so many of them are over.
        "remedies.claim.deadline.calendar": TermRule(
            .by(CalendarComparison.deadline), "There is more time to claim.", "There is less time to claim."),
        "remedies.claim.deadline.from": TermRule(
            .ranked(["last_outage_end", "window_end", "statement_published"], absent: nil), "The time to claim begins later.",
            "The time to claim begins earlier."),
        "remedies.claim.channels": TermRule(
            .wider(absentIsAll: false), "There are more ways to claim.", "There are fewer ways to claim."),
        "remedies.claim.required": TermRule(
            .narrower(absentIsAll: false), "Claims must state less.", "Claims must state more."),
        "remedies.claim.answer": TermRule(
            .object(added: .better), "Claims are answered in a set time.", "No time is set for answers any more."),
        "remedies.claim.answer.business_days": TermRule(
            .less(absent: .unclear), "Claims are answered sooner.", "Claims are answered later."),
        "remedies.claim.answer.calendar": TermRule(
            .calendarReference, "Answers are due in longer hours.", "Answers are due in shorter hours."),
        "remedies.claim.approval": TermRule(.members),
        "remedies.claim.approval.required": TermRule(
            .ranked(["true", "false"], absent: nil), "Nobody need approve of credits.", "Somebody must approve of credits."),
    ]

    private static let longerToClaim = TermRule(
        .more(absent: .unclear), "There is more time to claim.", "There is less time to claim.")
}
