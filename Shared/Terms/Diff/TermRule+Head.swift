extension TermRule {
    /// The head, what there is, and the readings.
    static let headRules: [String: TermRule] = [
        "time_zone": .depends("Windows, days and deadlines begin and end at other times."),
        "clauses": .list([["id"]], added: .same),

        "calendars": .list([["key"]], added: .same),
        "calendars.*": TermRule(.calendar, "The calendar is open longer.", "The calendar is open for a shorter time."),
        "plans": .list([["key"]], added: .same),
        "plans.paid": .depends("Some promises are for plans that are paid for only."),

        "services": .list([["key"]], added: .same),
        "services.category": .depends("Which promises a service has depends on its category."),
        "services.core": TermRule(
            .ranked(["false", "true"], absent: "false"), "It is one of the main services.",
            "It is no longer one of the main services."),
        "services.plans": TermRule(.wider(absentIsAll: true), "More plans have the service.", "Fewer plans have the service."),
        "services.parts": TermRule(
            .elements(ElementRule(passes: [["key"]], added: .by(PartComparison.presence))),
            "The service is down for want of more.", "The service is down for want of less."),
        "services.parts.core": TermRule(
            .by(PartComparison.core), "The service is down for want of more.", "The service is down for want of less."),
        "services.parts.stage": TermRule(
            .state(.worse), "It is released, and covered.", "It is not released, and may not be covered."),
        "services.composition": TermRule(.members),
        "services.composition.rule": TermRule(
            .ranked(["any", "all"], absent: "all"), "The service is down while any part of it is.",
            "The service is down only while all of its parts are."),

        // A reading that is written down changes nothing that is worked out; another reading may.
        "interpretations": .list([["id"], ["clause"]], added: .same),
        "interpretations.choice": .depends("A clause is read in another way."),

        "declarations": TermRule(
            .elements(ElementRule(passes: [["clause", "title"], ["clause"], ["title"]], added: .declaration)),
            "A promise more, though one that cannot be measured.", "A promise less, though one that cannot be measured."),
    ]
}
