import Terms

/// The publication of a version, as `…/versions/{v}/publication` shows it.
public struct PublicationResource: Codable, Sendable, Equatable {
    /// The agreement.
    public var agreement: AgreementID
    /// The version's number.
    public var version: Int
    /// When it was published.
    public var publishedAt: Instant
    /// By whom.
    public var publishedBy: String
    /// From when it is in force.
    public var effectiveFrom: Instant
    /// Until when; null: no other version follows.
    @OrNull public var effectiveUntil: Instant?

    /// Why it waits for notice; empty when it holds for everybody from `effectiveFrom`.
    public var noticeRules: [NoticeRule]
    /// How its customers stand; left out for a customer's own people, and for a version that holds for everybody.
    public var customers: Counts?

    /// How the customers of a version that waits for notice stand.
    public struct Counts: Codable, Sendable, Equatable {
        /// Those that the version holds for.
        public var effective: Int
        /// Those that it will hold for.
        public var scheduled: Int
        /// Those without proof of notice.
        public var awaitingNotice: Int

        /// Counts.
        public init(effective: Int, scheduled: Int, awaitingNotice: Int) {
            self.effective = effective
            self.scheduled = scheduled
            self.awaitingNotice = awaitingNotice
        }
    }

    /// Shows a publication.
    public init(
        agreement: AgreementID, version: Int, publishedAt: Instant, publishedBy: String, effectiveFrom: Instant,
        effectiveUntil: Instant?, noticeRules: [NoticeRule], customers: Counts?
    ) {
        self.agreement = agreement
        self.version = version
        self.publishedAt = publishedAt
        self.publishedBy = publishedBy
        self.effectiveFrom = effectiveFrom
        self.effectiveUntil = effectiveUntil
        self.noticeRules = noticeRules
        self.customers = customers
    }
}
