import Terms

/// What an entry of a tenant's chain records: a revision of a statement, or of what an objective came to, as it was made; or that
/// one settled.
public struct ChainContent: Codable, Hashable, Sendable {
    /// What has revisions that a chain records.
    public enum Subject: Hashable, Sendable, CustomStringConvertible {
        case statement(StatementID)
        case objective(ObjectiveID)

        /// Its id.
        public var description: String {
            switch self {
            case .statement(let id): id.description
            case .objective(let id): id.description
            }
        }
    }

    /// The statement; absent where it is about an objective.
    public let statement: StatementID?
    /// The result of an objective; absent where it is about a statement.
    public let objective: ObjectiveID?
    /// Which of its revisions.
    public let revision: Int
    /// Where it stands with this entry.
    public let state: StatementResource.State
    /// Why: the revision's reason, or `settled`.
    public let reason: String
    /// Whose act led to it, a key or a member; `system` where time or another service's event did.
    public let by: String
    /// The clauses that the revision rests on.
    public let clauses: [String]
    /// When the revision was made, or settled.
    public let madeAt: Instant
    /// SHA-256 of its canonical JSON in that state, in hexadecimal.
    public let bodyHash: String

    /// What it is about.
    public var subject: Subject? { statement.map(Subject.statement) ?? objective.map(Subject.objective) }

    /// What settling is recorded with as its reason.
    public static let settledReason = "settled"
    /// Who is named where nobody's act led to it.
    public static let system = "system"

    /// What is recorded of a revision.
    public init(
        of subject: Subject, revision: Int, state: StatementResource.State, reason: String, by: String, clauses: [String],
        madeAt: Instant, bodyHash: String
    ) {
        statement = if case .statement(let id) = subject { id } else { nil }
        objective = if case .objective(let id) = subject { id } else { nil }
        self.revision = revision
        self.state = state
        self.reason = reason
        self.by = by
        self.clauses = clauses
        self.madeAt = madeAt
        self.bodyHash = bodyHash
    }
}
