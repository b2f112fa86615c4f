import Terms

/// Is what the agreement asks for there?
public struct EvidenceVerdict: Codable, Hashable, Sendable {
    /// What came out.
    public enum Outcome: String, Codable, Hashable, Sendable, CaseIterable {
        case complete
        case incomplete
        case notRequired = "not_required"
    }

    /// What came out.
    public var verdict: Outcome
    /// What the agreement asks for, in its words.
    public var required: [String]
    /// What of it is missing.
    public var missing: [String]
    /// The clauses.
    public var clauses: [String]

    /// A verdict.
    public init(verdict: Outcome, required: [String], missing: [String], clauses: [String]) {
        self.verdict = verdict
        self.required = required
        self.missing = missing
        self.clauses = clauses
    }
}
