/// What a credit depends on beside what was missed: fees, credits that were given already, and the customer.
public struct CreditFacts: Hashable, Sendable, Codable {
    /// The currency of the fees and credits, ISO 4217.
    public var currency: String
    /// The fees, of every period that the remedy may look at.
    public var fees: [FeeLine]
    /// Credits that the customer has already, of any window that a cap may add up.
    public var granted: [GrantedCredit]
    /// The customer.
    public var customer: CustomerFacts
    /// When the claim was made; nil where nobody asked.
    public var claimedAt: Instant?

    /// Facts for one customer.
    public init(
        currency: String, fees: [FeeLine], granted: [GrantedCredit] = [], customer: CustomerFacts = CustomerFacts(),
        claimedAt: Instant? = nil
    ) {
        self.currency = currency
        self.fees = fees
        self.granted = granted
        self.customer = customer
        self.claimedAt = claimedAt
    }
}

/// A credit that a customer has already.
public struct GrantedCredit: Hashable, Sendable, Codable {
    /// The agreement that it was given under, by key.
    public let agreement: String
    /// The window that it was given for.
    public let window: Interval
    /// The amount in minor units.
    public let amountMinor: Int64

    /// A credit for a window.
    public init(agreement: String, window: Interval, amountMinor: Int64) {
        self.agreement = agreement
        self.window = window
        self.amountMinor = amountMinor
    }
}
