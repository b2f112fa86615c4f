import Contracts
import Terms

/// What is known of the customer, as far as promises depend on it: the plan and the attributes of its subscriptions.
extension ClaimCase {
    /// What was known under a subscription, as it changed while the service was down; over the window where no downtime is
    /// known. Each once, in order.
    func known(under subscription: SubscriptionState) -> [ScopeFacts] {
        let attributes = subscription.attributes ?? []
        var lasting = ScopeFacts(
            plan: subscription.plan, service: serviceKey, attributes: attributes, isTrial: subscription.trial)
        if lasting.values["category"] == nil, let category { lasting.values["category"] = [category] }
        let run = Interval(subscription.from, max(subscription.from, subscription.until ?? .latest))
        let down = (statement?.down ?? IntervalSet(facts.outages)).clipped(to: window.interval.intersection(run)).intervals
        let spells = attributes.spells(within: run)
        let stretches = down.isEmpty ? [window.interval.intersection(run)] : down
        var seen: Set<ScopeFacts> = []
        let known = stretches.flatMap { ScopeFacts.pieces(of: spells, in: $0) }.map { lasting.overridden(by: $0.known) }
        return known.isEmpty ? [lasting] : known.filter { seen.insert($0).inserted }
    }

    /// The same under every subscription.
    var known: [ScopeFacts] { subscriptions.flatMap { known(under: $0) } }

    /// What the customer said and what is known of it, as credits ask for it: of what changed, what was known last.
    var customer: CustomerFacts {
        let last = known.last ?? ScopeFacts(service: serviceKey, category: category)
        let single = last.values.filter { $0.key != "order_form" && $0.value.count == 1 }.compactMapValues(\.first)
        return CustomerFacts(
            facts: facts.facts, attributes: single, caseOpenedAt: facts.caseOpenedAt, orderForm: last.values["order_form"])
    }

    private var category: String? { document.services.first { $0.key == serviceKey }?.category }
}
