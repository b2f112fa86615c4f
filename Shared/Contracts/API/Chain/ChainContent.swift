import Terms

/// What an entry of a tenant's chain records: a revision of a statement as it was made, or that one settled.
public struct ChainContent: Codable, Hashable, Sendable {
    /// The statement.
    public let statement: StatementID
    /// Which of its revisions.
    public let revision: Int
    /// Where the statement stands with this entry.
    public let state: StatementResource.State
    /// Why: the revision's reason, or `settled`.
    public let reason: String
    /// Whose act led to it, a key or a member; `system` where time or another service's event did.
    public let by: String
    /// The clauses that the revision rests on.
    public let clauses: [String]
    /// When the revision was made, or the statement settled.
    public let madeAt: Instant
    /// SHA-256 of the statement's canonical JSON in that state, in hexadecimal.
    public let bodyHash: String

    /// What settling is recorded with as its reason.
    public static let settledReason = "settled"
    /// Who is named where nobody's act led to it.
    public static let system = "system"

    /// What is recorded of a revision.
    public init(
        statement: StatementID, revision: Int, state: StatementResource.State, reason: String, by: String, clauses: [String],
        madeAt: Instant, bodyHash: String
    ) {
        self.statement = statement
        self.revision = revision
        self.state = state
        self.reason = reason
        self.by = by
        self.clauses = clauses
        self.madeAt = madeAt
        self.bodyHash = bodyHash
    }
}
