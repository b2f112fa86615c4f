/// Looks an agreement over for what its readers will stumble over: holes in tiers, levels the wrong way round, dates that
/// do not exist, promises that cannot be broken. It judges the document and the source's own words; it changes neither.
public enum AgreementLint {
    /// Everything that is found, in the order of the document.
    ///
    /// - Parameter catalogue: the services that there are, by key; nil where that is not known.
    public static func findings(_ document: AgreementDocument, catalogue: Set<String>? = nil) -> [LintFinding] {
        let subject = LintSubject(document, catalogue: catalogue)
        let found = rules.flatMap { $0.findings(in: subject) }
        return found.enumerated().sorted { left, right in
            subject.position(left.element, left.offset) < subject.position(right.element, right.offset)
        }.map(\.element)
    }

    private static let rules: [any LintRule.Type] = [
        TierRule.self, PrintedTierRule.self, PriorityOrderRule.self, DateRule.self, TargetRule.self, FormulaRule.self,
        TargetWordsRule.self, WindowRule.self, ZoneRule.self, DeadlineRule.self, ReachRule.self, CatalogueRule.self,
        CapRule.self, AllowanceRule.self,
    ]
}
