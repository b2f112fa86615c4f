import Terms

/// A fee that a customer was charged under a subscription, as others see it.
public struct FeeResource: Codable, Sendable, Equatable {
    /// The fee's id.
    public var id: FeeID
    /// The subscription that it was charged under.
    public var subscription: SubscriptionID
    /// Who was charged.
    public var customer: CustomerID
    /// For what.
    public var service: ServiceID
    /// Its class, such as `platform` or `usage`.
    public var feeClass: String
    /// The first second of the time that it is for.
    public var from: Instant
    /// The first second after that time.
    public var to: Instant
    /// How much.
    public var amount: Money
    /// What was special about it, by key: `promotion`. Agreements may leave fees of a state out of credits.
    public var states: [String]
    /// Grows by one when it is recorded again.
    public var revision: Int64
    /// When it was recorded first.
    public var createdAt: Instant
    /// When it was recorded last.
    public var updatedAt: Instant

    /// A fee.
    public init(
        id: FeeID, subscription: SubscriptionID, customer: CustomerID, service: ServiceID, feeClass: String, from: Instant,
        to: Instant, amount: Money, states: [String], revision: Int64, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.subscription = subscription
        self.customer = customer
        self.service = service
        self.feeClass = feeClass
        self.from = from
        self.to = to
        self.amount = amount
        self.states = states
        self.revision = revision
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// A fee was recorded, or recorded again.
public struct FeesRecorded: EventPayload, Equatable {
    /// `pledge.agreements.fees.recorded.v1`
    public static let type = "pledge.agreements.fees.recorded.v1"
    /// The fee as it is now.
    public var fee: FeeResource

    /// Tells of `fee`.
    public init(fee: FeeResource) {
        self.fee = fee
    }
}
