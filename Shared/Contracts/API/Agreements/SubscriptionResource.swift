import Terms

/// A subscription, as `/v1/subscriptions` shows it.
public struct SubscriptionResource: Codable, Sendable, Equatable {
    /// The subscription's id.
    public var id: SubscriptionID
    /// Who subscribes.
    public var customer: CustomerID
    /// To what.
    public var service: ServiceID
    /// Under which agreement.
    public var agreement: AgreementID
    /// Which version of it; null: whichever is in force.
    @OrNull public var agreementVersion: Int?
    /// The plan.
    public var plan: String
    /// ISO 4217 code of all fees.
    public var currency: String
    /// Fees a billing month by class.
    public var fees: [String: Money]
    /// The day of the month on which a billing month begins.
    public var billingAnchorDay: Int
    /// Whether it is a free trial.
    public var trial: Bool
    /// From when it runs.
    public var from: Instant
    /// Until when; null: open.
    @OrNull public var until: Instant?
    /// What is known of the customer, as far as promises depend on it.
    public var attributes: [SubscriptionAttribute]
    /// When it was recorded.
    public var createdAt: Instant
    /// When it last changed.
    public var updatedAt: Instant

    /// Shows `subscription`.
    public init(_ subscription: SubscriptionState) {
        id = subscription.id
        customer = subscription.customer
        service = subscription.service
        agreement = subscription.agreement
        agreementVersion = subscription.agreementVersion
        plan = subscription.plan
        currency = subscription.currency
        fees = subscription.fees
        billingAnchorDay = subscription.billingAnchorDay
        trial = subscription.trial
        from = subscription.from
        until = subscription.until
        attributes = subscription.attributes ?? []
        createdAt = subscription.createdAt
        updatedAt = subscription.updatedAt
    }
}
