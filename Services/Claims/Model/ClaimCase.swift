import Contracts
import Terms

/// Everything that a claim is judged on. A value: the same case always gets the same verdicts.
struct ClaimCase: Sendable {
    /// The version that judges the window.
    let document: AgreementDocument
    /// The promise.
    let commitment: AvailabilityCommitment
    /// The service as the agreement calls it.
    let serviceKey: String
    /// The window that is claimed.
    let window: Window
    /// Its statement; nil until there is one.
    let statement: KnownStatement?
    /// The customer's subscriptions to the service under the agreement that ran in the window.
    let subscriptions: [SubscriptionState]
    /// The customer's fees, of every period that the remedy may look at.
    let fees: FeeLines
    /// Credits that the customer has, of this statement and others.
    let credits: [CreditedBreach]
    /// When the claim arrived; of a draft, now.
    let receivedAt: Instant
    /// What the customer says.
    let facts: ClaimResource.Facts
    /// What of the agreement's list was given.
    let answered: Set<String>
    /// Whether the provider begins, unasked.
    let isAutomatic: Bool

    /// Seconds before the window and after it of which fees are looked at: caps may be of a year.
    private static let yearSeconds: Int64 = 366 * 86_400

    /// The remedy; nil where the agreement grants nothing.
    var remedy: Remedy? { commitment.remedy.flatMap(document.remedy) }

    /// The currency of the customer's fees.
    var currency: String? { subscriptions.first?.currency }

    /// What a credit depends on beside what was missed.
    func creditFacts(_ currency: String, without statements: Set<StatementID>) -> CreditFacts {
        let end = max(window.interval.end, receivedAt)
        let stretch = Interval(
            window.interval.start.advanced(by: -Self.yearSeconds), end.advanced(by: Self.yearSeconds))
        let granted = credits.filter { $0.currency == currency && !statements.contains($0.statement) }.map {
            GrantedCredit(agreement: $0.agreementKey, window: $0.window, amountMinor: $0.amountMinor)
        }
        return CreditFacts(
            currency: currency, fees: fees.lines(in: stretch, currency: currency), granted: granted, customer: customer,
            claimedAt: receivedAt)
    }
}

/// A credit that a customer has, as far as others depend on it.
struct CreditedBreach: Sendable, Hashable {
    let credit: CreditID
    let statement: StatementID
    let agreementKey: String
    let window: Interval
    let currency: String
    /// What was granted and not taken back, in minor units.
    let amountMinor: Int64
    /// What was missed, as the statement says now; nil where it says nothing was.
    let missed: MissedCommitment?
}
