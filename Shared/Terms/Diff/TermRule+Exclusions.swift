extension TermRule {
    /// What does not count as downtime.
    static let exclusionRules: [String: TermRule] = [
        "exclusions": .list(
            [["id"], ["ground", "clause"]], added: .worse, "Time that was excluded counts.", "Time is excluded that counted."),
        "exclusions.ground": .depends("Time is excluded on another ground."),
        "exclusions.services": TermRule(
            .narrower(absentIsAll: true), "It excludes time of fewer services.", "It excludes time of more services."),
        "exclusions.parts": TermRule(
            .narrower(absentIsAll: true), "It excludes time of fewer parts.", "It excludes time of more parts."),
        "exclusions.scope": TermRule(.matchForWorse, "It excludes less.", "It excludes more."),
        "exclusions.notice": TermRule(
            .by(NoticeComparison.effect), "Maintenance must be announced longer before.", "Maintenance may be announced later."),
        "exclusions.notice_strength": TermRule(
            .by(NoticeComparison.effect), "The notice binds.", "The notice no longer binds."),
        "exclusions.hours": hours, "exclusions.usual_hours": hours,
        "exclusions.cap": TermRule(
            .shorter(absent: .worst), "Less time can be excluded in a window.", "More time can be excluded in a window."),
        "exclusions.cap_counts": TermRule(
            .ranked(["downtime", "maintenance"], absent: "downtime"), "All maintenance uses the budget up.",
            "Only downtime uses the budget up."),
        "exclusions.evidence": TermRule(
            .ranked(["false", "true"], absent: "true"), "Evidence is needed.", "No evidence is needed."),
        "exclusions.approval": TermRule(.members),
        "exclusions.approval.required": TermRule(
            .ranked(["false", "true"], absent: "false"), "Somebody must approve of it.", "Nobody need approve of it."),
        "exclusions.approval.reason": TermRule(
            .ranked(["false", "true"], absent: "false"), "The approval needs a reason.", "The approval needs no reason."),
    ]

    private static let hours = TermRule(
        .by(HoursComparison.effect), "Maintenance is for fewer hours.", "Maintenance is for more hours, or any.")
}
