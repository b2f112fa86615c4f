extension TermRule {
    /// Members that are only words, or names by which the rest of a document refers to something: whatever they say, nothing
    /// that is promised changes. An element that is new in the format stands here, or has a rule: a test asks for either.
    static let onlyWords: [String] = [
        // The paper: who wrote it, when, and where it can be read.
        "format", "key", "title", "provider", "edition", "published", "published_as_written", "source", "coverage", "history",
        "import_warnings",
        // The source's words and numbers; what they promise stands in the elements that cite them.
        "clauses.id", "clauses.heading", "clauses.text", "clauses.silent",
        // Titles.
        "plans.title", "services.title", "services.parts.title", "commitments.title", "preconditions.title", "downtime.title",
        "exclusions.title", "objectives.title", "remedies.title", "remedies.conditions.title", "remedies.not_for.title",
        "priorities.title", "escalations.title", "support.title", "incidents.title", "publications.title", "reports.title",
        "changes.title", "declarations.title",
        // Names: two elements of one name are the same thing in both editions, and what cites a name has a rule where it does.
        "plans.key", "services.key", "services.parts.key", "commitments.id", "preconditions.id", "exclusions.id",
        "objectives.id", "remedies.id", "remedies.conditions.id", "priorities.key", "support.key", "support.targets.measure",
        "support.targets.priority", "incidents.key", "publications.subject",
        // Of these the format knows one value.
        "commitments.kind", "remedies.claim.applied_to",
        // Why a clause is read as it is, and what else it might have meant; the choice itself has a rule.
        "interpretations.id", "interpretations.alternative", "interpretations.why", "interpretations.literal",
        "interpretations.when",
        // What may be added to a claim and need not be, where something is shown, and that nothing is granted: the remedies say.
        "remedies.claim.optional", "publications.at", "no_remedy",
    ]

    static let wordRules = Dictionary(onlyWords.map { ($0, TermRule(.wording)) }) { first, _ in first }
}
