/// One thing that lint looks for.
protocol LintRule: Sendable {
    /// What there is to be found.
    static func findings(in subject: LintSubject) -> [LintFinding]
}
