import Terms

/// What is known of a customer by its contract, as scopes and conditions ask for it.
extension ScopeFacts {
    /// What a trial is called where an agreement speaks of states of accounts.
    private static let trialState = "free_trial"

    /// What is so as long as a contract runs, about a service as the agreement calls it. The account of a trial is
    /// `free_trial` unless an attribute says otherwise.
    public init(plan: String?, service: String?, attributes: [SubscriptionAttribute], isTrial: Bool) {
        self.init(plan: plan, service: service)
        for attribute in attributes where attribute.from == nil && attribute.until == nil {
            values[attribute.name, default: []].insert(attribute.value)
        }
        if isTrial, !attributes.contains(where: { $0.name == "account" }) { values["account"] = [Self.trialState] }
    }
}

extension [SubscriptionAttribute] {
    /// What is so for some time; an open end is that of the contract, which runs over `period`.
    public func spells(within period: Interval) -> [AttributeSpell] {
        filter { $0.from != nil || $0.until != nil }.map { attribute in
            AttributeSpell(
                interval: Interval(attribute.from ?? period.start, attribute.until ?? period.end),
                attributes: [attribute.name: attribute.value])
        }
    }
}
