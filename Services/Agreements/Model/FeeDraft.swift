import Contracts
import Terms

/// What an admin says about a fee that was charged.
struct FeeDraft: Sendable, Equatable {
    let feeClass: String
    let from: Instant
    let to: Instant
    let amount: Money
    let states: [String]

    /// Reads the body of `POST /v1/subscriptions/{id}/fees`.
    init(_ body: NodeReader) {
        feeClass = body["fee_class"].key()
        let from = body["from"].instant()
        let to = body["to"].instant()
        if to <= from { body["to"].fail("must be after from") }
        if to.epochSeconds - from.epochSeconds > Bounds.feeSeconds {
            body["to"].fail("must be at most \(Bounds.feeSeconds) seconds after from")
        }
        self.from = from
        self.to = to
        amount = body["amount"].money()
        states = body.ifPresent("states") { $0.list(0...Bounds.feeStates) { $0.key() } } ?? []
    }

    /// The fee, recorded for the first time or, where there is one already, again.
    func fee(of subscription: SubscriptionState, before: FeeResource?, at now: Instant) -> FeeResource {
        FeeResource(
            id: before?.id ?? FeeID(), subscription: subscription.id, customer: subscription.customer,
            service: subscription.service, feeClass: feeClass, from: from, to: to, amount: amount, states: states.sorted(),
            revision: (before?.revision ?? 0) + 1, createdAt: before?.createdAt ?? now, updatedAt: now)
    }
}
