import Terms

/// A version of an agreement, as `…/versions/{v}` shows it.
public struct AgreementVersionResource: Codable, Sendable, Equatable {
    /// Where a version is in its life.
    public enum State: String, Codable, Sendable, CaseIterable {
        /// Can still change.
        case draft
        /// Immutable, and comes into force later.
        case published
        /// Immutable; makes a promise smaller, and comes into force for a customer when its notice period is over. Nobody has
        /// been given notice yet.
        case awaitingNotice = "awaiting_notice"
        /// In force.
        case effective
        /// Was in force until another version took its place.
        case superseded
    }

    /// The agreement.
    public var agreement: AgreementID
    /// The version's number, from 1.
    public var version: Int
    /// Where it is in its life.
    public var state: State
    /// When it was published; null: it is a draft.
    @OrNull public var publishedAt: Instant?
    /// From when it is in force.
    @OrNull public var effectiveFrom: Instant?
    /// Until when; null: no other version follows.
    @OrNull public var effectiveUntil: Instant?
    /// Why it waits for notice; empty when it holds for everybody from `effectiveFrom`.
    public var noticeRules: [NoticeRule]
    /// What it is to the customer that was asked for; left out when none was.
    public var standing: StandingResource?
    /// What the document says and Pledge carries without executing it.
    public var notEvaluated: [NotEvaluated]
    /// The document as JSON; left out of lists.
    public var document: Node?
    /// When the draft was made.
    public var createdAt: Instant
    /// When it last changed.
    public var updatedAt: Instant

    /// Shows a version.
    public init(
        agreement: AgreementID, version: Int, state: State, publishedAt: Instant?, effectiveFrom: Instant?,
        effectiveUntil: Instant?, noticeRules: [NoticeRule], standing: StandingResource?,
        notEvaluated: [NotEvaluated], document: Node?, createdAt: Instant, updatedAt: Instant
    ) {
        self.agreement = agreement
        self.version = version
        self.state = state
        self.publishedAt = publishedAt
        self.effectiveFrom = effectiveFrom
        self.effectiveUntil = effectiveUntil
        self.noticeRules = noticeRules
        self.standing = standing
        self.notEvaluated = notEvaluated
        self.document = document
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
