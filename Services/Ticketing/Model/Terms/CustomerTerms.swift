import Contracts
import Terms

/// What a customer has agreed on: its contracts, the versions of their agreements, and from when those hold for it.
struct CustomerTerms: Sendable {
    let subscriptions: [SubscriptionState]
    let versions: [KnownVersion]
    /// From when versions that wait for notice hold for the customer; nil starts have no proof.
    let schedules: [AgreementID: [Int: Instant?]]

    /// A contract and the version of its agreement that is in force for it.
    struct InForce: Sendable, Equatable {
        let subscription: SubscriptionState
        let version: KnownVersion
        /// The instant.
        let at: Instant

        /// What is known of the customer then, as far as promises depend on it.
        var facts: ScopeFacts {
            var facts = ScopeFacts(plan: subscription.plan, service: version.key(of: subscription.service))
            for attribute in subscription.attributes ?? [] {
                let hasBegun = attribute.from.map { $0 <= at } ?? true
                let hasEnded = attribute.until.map { $0 <= at } ?? false
                if hasBegun, !hasEnded { facts.values[attribute.name, default: []].insert(attribute.value) }
            }
            return facts
        }
    }

    /// What is in force at an instant for a service. Without a service it is what the customer's only contract says; nil where
    /// there is no contract, or several of which none is meant.
    func inForce(for service: ServiceID?, at instant: Instant) -> InForce? {
        let running = subscriptions.filter { subscription in
            subscription.from <= instant && instant < (subscription.until ?? .latest)
                && (service == nil || subscription.service == service)
        }
        // Two contracts for one service: the later one is the one that was meant to hold.
        let latest = running.max { ($0.from, $0.id) < ($1.from, $1.id) }
        guard let subscription = service == nil && running.count > 1 ? nil : latest else { return nil }
        return version(of: subscription, at: instant).map { InForce(subscription: subscription, version: $0, at: instant) }
    }

    /// The services that the customer has a contract for, running or not.
    var services: Set<ServiceID> { Set(subscriptions.map(\.service)) }

    private func version(of subscription: SubscriptionState, at instant: Instant) -> KnownVersion? {
        let published = versions.filter { $0.agreement == subscription.agreement }
            .sorted { ($0.effectiveFrom, $0.version) < ($1.effectiveFrom, $1.version) }
        if let named = subscription.agreementVersion { return published.first { $0.version == named } }
        let starts = schedules[subscription.agreement] ?? [:]
        let succession = VersionSuccession(
            published.map { known in
                let start = known.waitsForNotice ? starts[known.version] ?? nil : known.effectiveFrom
                return VersionSuccession.Entry(version: known.version, start: start)
            })
        let number = succession.version(at: instant)
        return published.first { $0.version == number }
    }
}
