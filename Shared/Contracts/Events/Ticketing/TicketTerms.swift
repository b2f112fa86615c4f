/// The terms of a support request: what was in force for the customer when it was made. They stay whatever is published later.
public struct TicketTerms: Codable, Hashable, Sendable {
    /// Why no clock runs.
    public enum WithoutClocks: String, CaseIterable, Codable, Sendable {
        /// The level of support promises no time.
        case noTargets = "no_targets"
        /// The agreement has no level of support for this customer.
        case noSupport = "no_support"
        /// Support is for users whom the customer has authorised, and the request names none.
        case notAuthorised = "not_authorised"
    }

    /// The agreement.
    public let agreement: AgreementID
    /// Its version.
    public let version: Int
    /// The contract that it is about.
    public let subscription: SubscriptionID
    /// The plan of that contract.
    public let plan: String
    /// The key of the level of support.
    public let tier: String?
    /// The clause of the level of support; where that is missing or no clock runs, of what says so.
    public let clause: String?
    /// Why no clock runs; nil where they do.
    public let withoutClocks: WithoutClocks?

    /// Terms.
    public init(
        agreement: AgreementID, version: Int, subscription: SubscriptionID, plan: String, tier: String?, clause: String?,
        withoutClocks: WithoutClocks?
    ) {
        self.agreement = agreement
        self.version = version
        self.subscription = subscription
        self.plan = plan
        self.tier = tier
        self.clause = clause
        self.withoutClocks = withoutClocks
    }
}
