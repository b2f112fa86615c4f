import Contracts
import Terms

/// The fees of a customer as credits count them: what was charged where that is known, and the subscription's standing fee
/// where it is not.
struct FeeLines: Sendable {
    /// The customer's subscriptions under the agreement.
    let subscriptions: [SubscriptionState]
    /// What was charged under them.
    let recorded: [FeeResource]
    /// What the agreement calls the services.
    let serviceKeys: [ServiceID: String]
    /// The zone in which billing months are meant.
    let zone: Zone

    /// States that fees of a free trial are in; agreements name either.
    static let trialStates = ["trial", "free_trial"]

    /// The fees for a stretch of time, in one currency.
    func lines(in stretch: Interval, currency: String) -> [FeeLine] {
        let paid = subscriptions.filter { $0.currency == currency }
        let charged = recorded.filter { fee in
            fee.amount.currency == currency && fee.from < stretch.end && fee.to > stretch.start
                && paid.contains { $0.id == fee.subscription }
        }
        return charged.flatMap(lines) + paid.flatMap { standing($0, in: stretch) }
    }

    private func lines(_ fee: FeeResource) -> [FeeLine] {
        let whole = FeeLine(
            feeClass: fee.feeClass, service: serviceKeys[fee.service], interval: Interval(fee.from, fee.to),
            amountMinor: fee.amount.amountMinor, states: Set(fee.states))
        return subscriptions.first { $0.id == fee.subscription }.map { split(whole, by: $0) } ?? [whole]
    }

    /// A line with the states of the subscription's account beside its own: a line for each part of its time in which they were
    /// the same. What the parts come to is what the whole came to.
    private func split(_ line: FeeLine, by subscription: SubscriptionState) -> [FeeLine] {
        let attributes = (subscription.attributes ?? []).filter { $0.name == "account" }
        let lasting = ScopeFacts(plan: nil, service: nil, attributes: attributes, isTrial: subscription.trial)
        let always = line.states.union(subscription.trial ? Self.trialStates : [])
        let run = Interval(subscription.from, max(subscription.from, subscription.until ?? .latest))
        var pieces = ScopeFacts.pieces(of: attributes.spells(within: run), in: line.interval)
        // What is charged for no time at all counts where it stands.
        if pieces.isEmpty { pieces = [(line.interval, ScopeFacts())] }
        var given: Int64 = 0
        return pieces.map { interval, known in
            let upTo = Self.share(line.amountMinor, of: interval.end - line.interval.start, in: line.interval.seconds)
            defer { given = upTo }
            return FeeLine(
                feeClass: line.feeClass, service: line.service, interval: interval, amountMinor: upTo - given,
                states: always.union(lasting.overridden(by: known).values["account"] ?? []))
        }
    }

    /// The standing fees, a line a class and billing month. A month in which something was charged for the class has none; one
    /// in which the subscription began or ended has its share, rounded half up as on an invoice.
    private func standing(_ subscription: SubscriptionState, in stretch: Interval) -> [FeeLine] {
        let start = max(subscription.from, stretch.start)
        let end = min(subscription.until ?? .latest, stretch.end)
        guard start < end, !subscription.fees.isEmpty else { return [] }
        let run = Interval(subscription.from, max(subscription.from, subscription.until ?? .latest))
        let charged = recorded.filter { $0.subscription == subscription.id }
        var month = Window.containing(start, kind: .planMonth(day: subscription.billingAnchorDay), zone: zone)
        var lines: [FeeLine] = []
        while month.interval.start < end {
            let billed = month.interval.intersection(run)
            for (feeClass, fee) in subscription.fees.sorted(by: { $0.key < $1.key }) {
                let isCharged = charged.contains {
                    $0.feeClass == feeClass && $0.from < month.interval.end && $0.to > month.interval.start
                }
                guard !isCharged, !billed.isEmpty else { continue }
                let whole = FeeLine(
                    feeClass: feeClass, service: serviceKeys[subscription.service], interval: billed,
                    amountMinor: Self.share(fee.amountMinor, of: billed.seconds, in: month.interval.seconds))
                lines += split(whole, by: subscription)
            }
            month = month.next(in: zone)
        }
        return lines
    }

    /// The part of an amount for so many of so many seconds, rounded half up.
    private static func share(_ amount: Int64, of part: Int64, in whole: Int64) -> Int64 {
        guard part < whole, whole > 0 else { return amount }
        return Int64(clamping: (Int128(amount) * Int128(part) * 2 + Int128(whole)) / (Int128(whole) * 2))
    }
}
