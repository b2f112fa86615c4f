extension TermRule {
    /// The head, the words, what there is, and the readings.
    static let headRules: [String: TermRule] = [
        "format": TermRule(.wording), "key": TermRule(.wording), "title": TermRule(.wording), "provider": TermRule(.wording),
        "edition": TermRule(.wording), "published": TermRule(.wording), "published_as_written": TermRule(.wording),
        "source": TermRule(.wording), "coverage": TermRule(.wording), "history": TermRule(.wording),
        "import_warnings": TermRule(.wording),

        "clauses": .list([["id"]], added: .same), "clauses.id": TermRule(.wording), "clauses.heading": TermRule(.wording),
        "clauses.text": TermRule(.wording), "clauses.silent": TermRule(.wording),

        "calendars": .list([["key"]], added: .same),
        "calendars.*": TermRule(.calendar, "The calendar is open longer.", "The calendar is open for a shorter time."),
        "plans": .list([["key"]], added: .same), "plans.title": TermRule(.wording),

        "services": .list([["key"]], added: .same), "services.title": TermRule(.wording),
        "services.plans": TermRule(.wider(absentIsAll: true), "More plans have the service.", "Fewer plans have the service."),
        "services.parts": .list([["key"]], added: .unclear), "services.parts.title": TermRule(.wording),
        "services.composition.rule": TermRule(
            .ranked(["any", "all"], absent: nil), "The service is down while any part of it is.",
            "The service is down only while all of its parts are."),

        // A reading that is written down changes nothing that is worked out; another reading may.
        "interpretations": .list([["id"], ["clause"]], added: .same), "interpretations.id": TermRule(.wording),
        "interpretations.alternative": TermRule(.wording), "interpretations.why": TermRule(.wording),
        "interpretations.literal": TermRule(.wording), "interpretations.when": TermRule(.wording),

        "declarations": TermRule(
            .elements(ElementRule(passes: [["clause", "title"], ["clause"], ["title"]], added: .declaration)),
            "A promise more, though one that cannot be measured.", "A promise less, though one that cannot be measured."),
        "declarations.title": TermRule(.wording),
        "no_remedy": TermRule(.wording),
    ]
}
