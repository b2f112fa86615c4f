import Contracts
import Terms

/// What somebody wants credits applied to.
struct ApplicationDraft: Sendable {
    /// The invoice, by the provider's number.
    let invoice: String
    /// What is due on it.
    let due: Money

    /// Reads the body of `POST /v1/credits/{id}/application`.
    init(_ body: NodeReader) {
        invoice = body["invoice"].text(1...Bounds.invoice)
        due = body["due"].money(1...Money.maximumMinor)
    }
}
