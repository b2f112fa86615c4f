import Contracts
import Terms

/// What a support statement is about: a customer's tickets under an agreement in a calendar month of the agreement's zone.
struct SupportMonth: Hashable, Sendable {
    let customer: CustomerID
    let agreement: AgreementID
    /// `2026-03`
    let label: String
    let interval: Interval

    /// Seconds after the month's end in which its statement is provisional: two days, as with availability.
    static let settlingSeconds: Int64 = 2 * 86_400

    /// A month that is kept.
    init(customer: CustomerID, agreement: AgreementID, label: String, interval: Interval) {
        self.customer = customer
        self.agreement = agreement
        self.label = label
        self.interval = interval
    }

    /// The month of a customer's terms that holds an instant.
    init(of customer: CustomerID, _ terms: SupportTerms, at instant: Instant) {
        let window = Window.containing(instant, kind: .month, zone: terms.document.zone)
        self.init(customer: customer, agreement: terms.agreement, label: window.label, interval: window.interval)
    }

    /// When its statement is final.
    var settlesAt: Instant { interval.end.advanced(by: Self.settlingSeconds) }
}
