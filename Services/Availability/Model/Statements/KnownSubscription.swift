import Contracts
import Terms

/// A customer's contract, as far as statements depend on it.
struct KnownSubscription: Sendable, Hashable {
    let id: SubscriptionID
    let customer: CustomerID
    let service: ServiceID
    let agreement: AgreementID
    /// The version that it names; nil for whichever is in force.
    let version: Int?
    /// The plan; nil where it was told before plans were kept, and is taken for any.
    let plan: String?
    /// The day on which its billing months begin, 1…31.
    let anchorDay: Int
    /// When it runs.
    let period: Interval
    /// Whether it is a free trial.
    var isTrial = false
    /// What else is known of the customer, as far as promises depend on it.
    var attributes: [SubscriptionAttribute] = []
}

extension KnownSubscription {
    /// A contract as Agreements tells it.
    init(_ state: SubscriptionState) {
        id = state.id
        customer = state.customer
        service = state.service
        agreement = state.agreement
        version = state.agreementVersion
        plan = state.plan
        anchorDay = state.billingAnchorDay
        period = Interval(state.from, state.until ?? .latest)
        isTrial = state.trial
        attributes = state.attributes ?? []
    }
}
