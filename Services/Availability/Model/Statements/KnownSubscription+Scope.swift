import Contracts
import Terms

/// What is known of a customer under a contract, as far as promises depend on it.
extension KnownSubscription {
    /// What is so as long as the contract runs, about a service as the agreement calls it.
    func facts(about serviceKey: String) -> ScopeFacts {
        ScopeFacts(plan: plan, service: serviceKey, attributes: attributes, isTrial: isTrial)
    }

    /// What is so for some time.
    var spells: [AttributeSpell] { attributes.spells(within: period) }

    /// When what is known of it changes for the last time before it ends; nil for never.
    var lastChange: Instant? {
        spells.flatMap { [$0.interval.start, $0.interval.end] }.filter { $0 < period.end }.max()
    }

    /// The parts of an interval in which a promise of its version is one for it: for its plan, its billing months, and
    /// whatever else the promise's scope asks for, as it was at each instant. What is not known matches nothing.
    func time(of promise: PromiseOf<some Promised>, in interval: Interval) -> [Interval] {
        guard promise.windowKind == promise.commitment.window.anchored(day: anchorDay) else { return [] }
        var facts = facts(about: promise.serviceKey)
        if let part = promise.commitment.part { facts.values["part"] = [part] }
        // Of a contract that was told before plans were kept, any plan may be its own.
        if plan == nil, !promise.commitment.plans.isEmpty { facts.values["plan"] = Set(promise.commitment.plans) }
        return promise.version.document.time(of: promise.commitment, for: facts, spells: spells, in: interval).applies.intervals
    }

    /// Whether what is known of it may give a statement of its own over a window: another target, or other exclusions, than for
    /// those of whom nothing is known.
    func differs(_ promise: PromiseOf<some Promised>, over window: Window) -> Bool {
        let document = promise.version.document
        let facts = facts(about: promise.serviceKey)
        if promise.commitment.differs(for: facts, from: ScopeFacts(service: promise.serviceKey)) { return true }
        let scoped = document.exclusions.filter { $0.services.isEmpty || $0.services.contains(promise.serviceKey) }
            .flatMap { $0.scope?.conditions ?? [] }.map(\.attribute)
        let now = spells.filter { $0.interval.overlaps(window.interval) }.flatMap(\.attributes.keys)
        return scoped.contains { ($0 != "service" && facts.values[$0] != nil) || now.contains($0) }
    }

    /// What is so as long as the contract runs, where it is one thing: what limits of objectives depend on.
    func attributes(about serviceKey: String) -> [String: String] {
        facts(about: serviceKey).values.compactMapValues { $0.count == 1 ? $0.first : nil }
    }

    /// Adds what is known of it to the facts that a statement of its own is worked out from.
    func add(to statement: inout StatementFacts, about serviceKey: String) {
        for (name, values) in facts(about: serviceKey).values {
            if name == "order_form" {
                statement.orderForm = values
            } else if let value = values.first, values.count == 1 {
                statement.attributes[name] = value
            } else {
                statement.spells += values.map { AttributeSpell(interval: period, attributes: [name: $0]) }
            }
        }
        statement.spells += spells
    }
}
