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
    private static let trialStates = ["trial", "free_trial"]

    /// The fees for a stretch of time, in one currency.
    func lines(in stretch: Interval, currency: String) -> [FeeLine] {
        let paid = subscriptions.filter { $0.currency == currency }
        let charged = recorded.filter { fee in
            fee.amount.currency == currency && fee.from < stretch.end && fee.to > stretch.start
                && paid.contains { $0.id == fee.subscription }
        }
        return charged.map(line) + paid.flatMap { standing($0, in: stretch) }
    }

    private func line(_ fee: FeeResource) -> FeeLine {
        let isTrial = subscriptions.contains { $0.id == fee.subscription && $0.trial }
        return FeeLine(
            feeClass: fee.feeClass, service: serviceKeys[fee.service], interval: Interval(fee.from, fee.to),
            amountMinor: fee.amount.amountMinor, states: Set(fee.states + (isTrial ? Self.trialStates : [])))
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
                lines.append(
                    FeeLine(
                        feeClass: feeClass, service: serviceKeys[subscription.service], interval: billed,
                        amountMinor: Self.share(fee.amountMinor, of: billed.seconds, in: month.interval.seconds),
                        states: Set(subscription.trial ? Self.trialStates : [])))
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
