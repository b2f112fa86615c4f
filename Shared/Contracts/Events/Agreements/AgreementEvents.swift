import Terms

/// A published version of an agreement, whole, as the other services know it.
public struct AgreementVersionState: Codable, Sendable, Equatable {
    /// The agreement's id.
    public var agreement: AgreementID
    /// The agreement's short name, unique within the tenant.
    public var key: String
    /// What people call the agreement.
    public var title: String
    /// The version's number, from 1.
    public var version: Int
    /// The document as it was published; `AgreementDocument` reads it.
    public var document: Node
    /// The ids of the services that the document names by key.
    public var services: [String: ServiceID]
    /// When it was published; immutable since.
    public var publishedAt: Instant
    /// From when it is in force; of a version that waits for notice not before then, for each customer by its schedule.
    public var effectiveFrom: Instant
    /// Until when it is in force for anybody, if another version has taken its place.
    public var effectiveUntil: Instant?
    /// Why it waits for notice: it holds for the customers who have a schedule, from when that says
    /// (``AgreementScheduled``). Nil when it holds for everybody.
    public var noticeRules: [NoticeRule]?

    /// Makes the state of a published version.
    public init(
        agreement: AgreementID, key: String, title: String, version: Int, document: Node, services: [String: ServiceID],
        publishedAt: Instant, effectiveFrom: Instant, effectiveUntil: Instant?, noticeRules: [NoticeRule]? = nil
    ) {
        self.agreement = agreement
        self.key = key
        self.title = title
        self.version = version
        self.document = document
        self.services = services
        self.publishedAt = publishedAt
        self.effectiveFrom = effectiveFrom
        self.effectiveUntil = effectiveUntil
        self.noticeRules = noticeRules
    }
}

/// A version was published: it will be in force, or is already.
public struct AgreementPublished: EventPayload, Equatable {
    /// `pledge.agreements.agreement.published.v1`
    public static let type = "pledge.agreements.agreement.published.v1"
    /// The version as it is now.
    public var version: AgreementVersionState

    /// Tells of `version`.
    public init(version: AgreementVersionState) {
        self.version = version
    }
}

/// A published version has come into force; one that waits for notice, for the first of its customers.
public struct AgreementEffective: EventPayload, Equatable {
    /// `pledge.agreements.agreement.effective.v1`
    public static let type = "pledge.agreements.agreement.effective.v1"
    /// The version as it is now.
    public var version: AgreementVersionState

    /// Tells of `version`.
    public init(version: AgreementVersionState) {
        self.version = version
    }
}

/// A version has an end for everybody: another takes its place at `effectiveUntil`.
public struct AgreementSuperseded: EventPayload, Equatable {
    /// `pledge.agreements.agreement.superseded.v1`
    public static let type = "pledge.agreements.agreement.superseded.v1"
    /// The version as it is now, with its end.
    public var version: AgreementVersionState
    /// The number of the version that takes its place.
    public var by: Int

    /// Tells that `version` gives way to version `by`.
    public init(version: AgreementVersionState, by: Int) {
        self.version = version
        self.by = by
    }
}
