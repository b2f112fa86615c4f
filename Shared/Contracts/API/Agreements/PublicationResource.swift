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

    /// Shows a publication.
    public init(
        agreement: AgreementID, version: Int, publishedAt: Instant, publishedBy: String, effectiveFrom: Instant,
        effectiveUntil: Instant?
    ) {
        self.agreement = agreement
        self.version = version
        self.publishedAt = publishedAt
        self.publishedBy = publishedBy
        self.effectiveFrom = effectiveFrom
        self.effectiveUntil = effectiveUntil
    }
}
