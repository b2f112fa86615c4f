/// What a claim says, and what is known of who makes it.
public struct ClaimFacts: Hashable, Sendable, Codable {
    /// When it arrived.
    public var receivedAt: Instant
    /// The way by which it arrived, as the agreement names ways: `ticket`; nil where it is not known.
    public var channel: String?
    /// What it states of the things that the agreement requires, in the agreement's words.
    public var stated: Set<String>
    /// When the service was down, by the claim; nil where it names no times.
    public var claimedTimes: IntervalSet?
    /// The customer.
    public var customer: CustomerFacts
    /// What was known of the customer and the service for some time, such as the state of an account.
    public var spells: [AttributeSpell]
    /// Fees and earlier credits; nil where nothing is known of them.
    public var billing: BillingFacts?
    /// When the statement was published, for deadlines that run from that.
    public var publishedAt: Instant?

    /// A claim of a customer.
    public init(
        receivedAt: Instant, channel: String? = nil, stated: Set<String> = [], claimedTimes: IntervalSet? = nil,
        customer: CustomerFacts = CustomerFacts(), spells: [AttributeSpell] = [], billing: BillingFacts? = nil,
        publishedAt: Instant? = nil
    ) {
        self.receivedAt = receivedAt
        self.channel = channel
        self.stated = stated
        self.claimedTimes = claimedTimes
        self.customer = customer
        self.spells = spells
        self.billing = billing
        self.publishedAt = publishedAt
    }
}

/// What a customer pays, and was credited already.
public struct BillingFacts: Hashable, Sendable, Codable {
    /// The currency of all amounts, ISO 4217.
    public var currency: String
    /// The fees, of every period that the remedy may look at.
    public var fees: [FeeLine]
    /// Credits that the customer has already, of any window that a cap may add up.
    public var granted: [GrantedCredit]

    /// Fees, and earlier credits.
    public init(currency: String, fees: [FeeLine], granted: [GrantedCredit] = []) {
        self.currency = currency
        self.fees = fees
        self.granted = granted
    }
}
