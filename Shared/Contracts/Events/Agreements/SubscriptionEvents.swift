import Terms

/// A customer's contract as the other services know it.
public struct SubscriptionState: Codable, Sendable, Equatable {
    /// The subscription's id.
    public var id: SubscriptionID
    /// Who subscribes.
    public var customer: CustomerID
    /// To what.
    public var service: ServiceID
    /// Under which agreement.
    public var agreement: AgreementID
    /// Which version of it; nil: whichever is in force at the instant in question.
    public var agreementVersion: Int?
    /// The plan, as the agreement names it.
    public var plan: String
    /// ISO 4217 code of all fees.
    public var currency: String
    /// Fees a billing month by class, such as `platform` and `usage`.
    public var fees: [String: Money]
    /// The day of the month on which a billing month begins, 1 to 31; the last day of shorter months.
    public var billingAnchorDay: Int
    /// Whether it is a free trial.
    public var trial: Bool
    /// From when it runs.
    public var from: Instant
    /// Until when; nil: open.
    public var until: Instant?
    /// What is known of the customer, as far as promises depend on it; nil where it was recorded before there were such.
    public var attributes: [SubscriptionAttribute]?
    /// Grows by one with every change.
    public var revision: Int64
    /// When the subscription was recorded.
    public var createdAt: Instant
    /// When it last changed.
    public var updatedAt: Instant

    /// Makes a subscription's state.
    public init(
        id: SubscriptionID, customer: CustomerID, service: ServiceID, agreement: AgreementID, agreementVersion: Int?,
        plan: String, currency: String, fees: [String: Money], billingAnchorDay: Int, trial: Bool, from: Instant,
        until: Instant?, attributes: [SubscriptionAttribute]? = nil, revision: Int64, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.customer = customer
        self.service = service
        self.agreement = agreement
        self.agreementVersion = agreementVersion
        self.plan = plan
        self.currency = currency
        self.fees = fees
        self.billingAnchorDay = billingAnchorDay
        self.trial = trial
        self.from = from
        self.until = until
        self.attributes = attributes
        self.revision = revision
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// A customer subscribes to a service.
public struct SubscriptionStarted: EventPayload, Equatable {
    /// `pledge.agreements.subscription.started.v1`
    public static let type = "pledge.agreements.subscription.started.v1"
    /// The subscription as it is now.
    public var subscription: SubscriptionState

    /// Tells of `subscription`.
    public init(subscription: SubscriptionState) {
        self.subscription = subscription
    }
}

/// A subscription's fees, trial, attributes or dates have changed.
public struct SubscriptionChanged: EventPayload, Equatable {
    /// `pledge.agreements.subscription.changed.v1`
    public static let type = "pledge.agreements.subscription.changed.v1"
    /// The subscription as it is now.
    public var subscription: SubscriptionState

    /// Tells of `subscription`.
    public init(subscription: SubscriptionState) {
        self.subscription = subscription
    }
}

/// A subscription was given its end, `until`, which may still be to come.
public struct SubscriptionEnded: EventPayload, Equatable {
    /// `pledge.agreements.subscription.ended.v1`
    public static let type = "pledge.agreements.subscription.ended.v1"
    /// The subscription as it is now.
    public var subscription: SubscriptionState

    /// Tells of `subscription`.
    public init(subscription: SubscriptionState) {
        self.subscription = subscription
    }
}
