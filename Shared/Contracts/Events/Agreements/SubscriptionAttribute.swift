import Terms

/// One thing that is known of a customer under a contract and that promises may depend on: `{name: region, value: eu-west}`,
/// or for some time `{name: account, value: suspended, from: …, until: …}`. An attribute may have several values at once, as
/// the flags of an order form do.
public struct SubscriptionAttribute: Codable, Sendable, Hashable {
    /// What the agreement's scopes call it: `region`, `account`, `order_form`, `operator`, …
    public var name: String
    /// The value, as the agreement writes it.
    public var value: String
    /// From when it is so; nil: from the start of the contract.
    public var from: Instant?
    /// Until when; nil: as long as the contract runs.
    public var until: Instant?

    /// Something that is known.
    public init(name: String, value: String, from: Instant? = nil, until: Instant? = nil) {
        self.name = name
        self.value = value
        self.from = from
        self.until = until
    }
}
