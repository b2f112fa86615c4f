import Terms

/// What a version is to one customer.
public struct StandingResource: Codable, Sendable, Equatable {
    /// Where the version is in its life, for this customer.
    public enum State: String, Codable, Sendable, CaseIterable {
        /// Comes into force when its notice period after proof of notice is over; there is no proof yet.
        case awaitingNotice = "awaiting_notice"
        /// Comes into force later.
        case scheduled
        /// In force.
        case effective
        /// Was in force until another version took its place.
        case superseded
        /// Another version came into force first.
        case skipped
    }

    /// Whose.
    public var customer: CustomerID
    /// Where it is.
    public var state: State
    /// From when it is in force; null: that is not known.
    @OrNull public var effectiveFrom: Instant?
    /// Until when; null: no other version follows.
    @OrNull public var effectiveUntil: Instant?
    /// Why from then; null: the version holds for everybody from its own start.
    @OrNull public var basis: AgreementScheduleState.Basis?
    /// The notice that counts.
    @OrNull public var notice: NoticeID?
    /// When that notice was given.
    @OrNull public var provedAt: Instant?
    /// What is missing for the version to come into force.
    public var missing: [String]

    /// What a version is to a customer.
    public init(
        customer: CustomerID, state: State, effectiveFrom: Instant?, effectiveUntil: Instant?,
        basis: AgreementScheduleState.Basis?, notice: NoticeID?, provedAt: Instant?, missing: [String]
    ) {
        self.customer = customer
        self.state = state
        self.effectiveFrom = effectiveFrom
        self.effectiveUntil = effectiveUntil
        self.basis = basis
        self.notice = notice
        self.provedAt = provedAt
        self.missing = missing
    }
}
