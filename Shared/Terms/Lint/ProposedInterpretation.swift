/// A choice between readings that lint proposes; in a document's `interpretations` it would settle the finding.
public struct ProposedInterpretation: Hashable, Sendable, Codable {
    /// The clause that it reads.
    public let clause: String
    /// The reading that is proposed.
    public let choice: String
    /// The other one.
    public let alternative: String
    /// What speaks for it.
    public let why: String

    /// A proposal for a clause.
    public init(clause: String, choice: String, alternative: String, why: String) {
        self.clause = clause
        self.choice = choice
        self.alternative = alternative
        self.why = why
    }
}
