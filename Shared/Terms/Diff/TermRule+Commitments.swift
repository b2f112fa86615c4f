extension TermRule {
    /// Availability, what counts as downtime and what does not, and other measured promises.
    static let commitmentRules: [String: TermRule] = [
        "commitments": .list(
            [["id"], ["clause", "services"], ["services"]], added: .better, "A promise more.", "A promise less."),
        "commitments.id": TermRule(.wording), "commitments.title": TermRule(.wording),
        "commitments.strength": strength, "commitments.services": services, "commitments.plans": plans,
        "commitments.scope": TermRule(.matchForBetter, "It holds for more.", "It holds for less."),
        "commitments.window.kind": TermRule(
            .window, "Every shorter window must reach the target.", "Failures of one window are evened out in a longer one."),
        "commitments.formula.rule": TermRule(
            .ranked(["excluded_counts_as_up", "excluded_removed"], absent: nil),
            "Excluded time no longer counts as up, so that downtime weighs more.",
            "Excluded time counts as up, so that downtime weighs less."),
        "commitments.unknown_time": TermRule(
            .ranked(["up", "excluded", "down"], absent: nil), "Time without data counts less in the provider's favour.",
            "Time without data counts more in the provider's favour."),
        "commitments.target": TermRule(
            .more(absent: .unclear), "More availability is promised.", "Less availability is promised."),
        "commitments.remedy": TermRule(.remedyReference, "A remedy is granted.", "No remedy is granted any more."),

        "downtime": .list([["clause"], ["title"]], added: .better, "More counts as downtime.", "Less counts as downtime."),
        "downtime.title": TermRule(.wording),
        "downtime.measured_by": TermRule(
            .wider(absentIsAll: false), "It is noticed in more ways.", "It is noticed in fewer ways."),
        "downtime.down_error_rate": TermRule(
            .less(absent: .unclear), "Fewer failures are enough to count as down.", "It takes more failures to count as down."),
        "downtime.authority": TermRule(
            .ranked(["provider", "independent", "customer"], absent: nil), "Measurements closer to the customer decide.",
            "Measurements closer to the provider decide."),

        "exclusions": .list(
            [["id"], ["ground", "clause"]], added: .worse, "Time that was excluded counts.", "Time is excluded that counted."),
        "exclusions.id": TermRule(.wording), "exclusions.title": TermRule(.wording), "exclusions.usual_hours": TermRule(.wording),
        "exclusions.services": TermRule(
            .narrower(absentIsAll: true), "It excludes time of fewer services.", "It excludes time of more services."),
        "exclusions.parts": TermRule(
            .narrower(absentIsAll: true), "It excludes time of fewer parts.", "It excludes time of more parts."),
        "exclusions.scope": TermRule(.matchForWorse, "It excludes less.", "It excludes more."),
        "exclusions.notice": notice, "exclusions.notice.least": notice,
        "exclusions.notice.strength": noticeStrength, "exclusions.notice_strength": noticeStrength,
        "exclusions.cap": TermRule(
            .shorter(absent: .worst), "Less time can be excluded in a window.", "More time can be excluded in a window."),
        "exclusions.evidence": TermRule(
            .ranked(["false", "true"], absent: "true"), "Evidence is needed.", "No evidence is needed."),
        "exclusions.approval.required": TermRule(
            .ranked(["false", "true"], absent: nil), "Somebody must approve of it.", "Nobody need approve of it."),

        "objectives": .list(
            [["id"], ["clause", "service", "part", "metric"]], added: .better, "A promise more.", "A promise less."),
        "objectives.id": TermRule(.wording), "objectives.title": TermRule(.wording), "objectives.strength": strength,
        "objectives.plans": plans,
        "objectives.share": TermRule(.share, "More of them must satisfy it.", "Fewer of them must satisfy it."),
        "objectives.limit": TermRule(.limit, "The limit is stricter.", "The limit is looser."),
        "objectives.window": TermRule(
            .window, "Every shorter window must reach the target.", "Failures of one window are evened out in a longer one."),
        "objectives.calendar": TermRule(.calendarReference, "Times run for longer hours.", "Times run for shorter hours."),
        "objectives.remedy": TermRule(.remedyReference, "A remedy is granted.", "No remedy is granted any more."),

        "preconditions": .list(
            [["id"], ["clause"]], added: .worse, "One condition less.", "One condition more."),
        "preconditions.id": TermRule(.wording), "preconditions.title": TermRule(.wording),
        "preconditions.strength": TermRule(
            .ranked(["guarantee", "target"], absent: "guarantee"), "The condition no longer binds.", "The condition binds."),
        "preconditions.commitments": TermRule(
            .narrower(absentIsAll: true), "It is a condition of fewer promises.", "It is a condition of more promises."),
    ]

    static let strength = TermRule(
        .ranked(["target", "guarantee"], absent: nil), "What was an aim is guaranteed.", "What was guaranteed is only an aim.")
    static let services = TermRule(
        .wider(absentIsAll: true), "It holds for more services.", "It holds for fewer services.")
    static let plans = TermRule(.wider(absentIsAll: true), "It holds for more plans.", "It holds for fewer plans.")
    private static let notice = TermRule(
        .longer(absent: .worst), "Maintenance must be announced longer before.", "Maintenance may be announced later.")
    private static let noticeStrength = TermRule(
        .ranked(["target", "guarantee"], absent: "guarantee"), "The notice binds.", "The notice no longer binds.")
}
