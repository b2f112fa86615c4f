import Terms

/// When a version that does not hold for everybody at once comes into force for one customer.
public struct AgreementScheduleState: Codable, Sendable, Equatable {
    /// Why from then.
    public enum Basis: String, Codable, Sendable, CaseIterable {
        /// It makes no promise to this customer smaller.
        case noReduction = "no_reduction"
        /// It makes one smaller: the notice period after proof of notice.
        case notice
        /// The customer subscribed when the version was published already.
        case subscription
        /// A subscription of the customer names the version. Of standings only: there is nothing to schedule.
        case pinned
    }

    /// Where it is.
    public enum State: String, Codable, Sendable, CaseIterable {
        /// No proof of notice yet.
        case awaitingNotice = "awaiting_notice"
        /// Comes into force at `effectiveFrom`.
        case scheduled
        /// `effectiveFrom` has come.
        case effective
    }

    /// The agreement's id.
    public var agreement: AgreementID
    /// The agreement's short name.
    public var key: String
    /// The version's number.
    public var version: Int
    /// Whose schedule this is.
    public var customer: CustomerID
    /// Why from then.
    public var basis: Basis
    /// Where it is.
    public var state: State
    /// The version that the customer was on; nil for one who subscribed later.
    public var replaces: Int?
    /// The notice that counts: the earliest that was given.
    public var notice: NoticeID?
    /// When that notice was given.
    public var provedAt: Instant?
    /// From when the version is in force for the customer; nil while there is no proof of notice.
    public var effectiveFrom: Instant?
    /// Grows by one with every change.
    public var revision: Int64
    /// When it last changed.
    public var updatedAt: Instant

    /// A customer's schedule.
    public init(
        agreement: AgreementID, key: String, version: Int, customer: CustomerID, basis: Basis, state: State, replaces: Int?,
        notice: NoticeID?, provedAt: Instant?, effectiveFrom: Instant?, revision: Int64, updatedAt: Instant
    ) {
        self.agreement = agreement
        self.key = key
        self.version = version
        self.customer = customer
        self.basis = basis
        self.state = state
        self.replaces = replaces
        self.notice = notice
        self.provedAt = provedAt
        self.effectiveFrom = effectiveFrom
        self.revision = revision
        self.updatedAt = updatedAt
    }
}

/// A version that waits for notice has another schedule for a customer, or has come into force for it.
///
/// One event a customer: all of them with the document would not fit into an event.
public struct AgreementScheduled: EventPayload, Equatable {
    /// `pledge.agreements.agreement.scheduled.v1`
    public static let type = "pledge.agreements.agreement.scheduled.v1"
    /// The schedule as it is now.
    public var schedule: AgreementScheduleState

    /// Tells of `schedule`.
    public init(schedule: AgreementScheduleState) {
        self.schedule = schedule
    }
}
