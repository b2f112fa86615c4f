import Contracts
import Foundation
import Terms

/// An entry into the ledger: an amount that leaves one account and comes to another.
struct Posting: Sendable, Equatable {
    /// What it is for.
    enum Kind: String, Sendable, Equatable {
        case issue, application, void, expiry
    }

    /// Where amounts are.
    enum Account: String, Sendable, Equatable {
        /// What credits cost the provider.
        case serviceCredits = "service_credits"
        /// What is owed to customers.
        case customerCredits = "customer_credits"
        /// What customers owe.
        case receivables
        /// What ended with contracts.
        case expiredCredits = "expired_credits"
    }

    let id: UUID
    let kind: Kind
    let debit: Account
    let credit: Account
    let customer: CustomerID
    let of: CreditID
    let invoice: String?
    let amount: Money
    let by: String?
    let at: Instant

    private init(
        _ kind: Kind, _ debit: Account, _ credit: Account, _ of: CreditResource, _ minor: Int64, invoice: String? = nil,
        by: String?, at now: Instant
    ) {
        id = UUIDv7.make()
        self.kind = kind
        self.debit = debit
        self.credit = credit
        customer = of.customer
        self.of = of.id
        self.invoice = invoice
        amount = of.amount.with(minor)
        self.by = by
        at = now
    }

    /// A credit is granted: it costs the provider, and is owed to the customer.
    static func issue(_ credit: CreditResource) -> Posting {
        Posting(
            .issue, .serviceCredits, .customerCredits, credit, credit.amount.amountMinor, by: credit.issuedBy,
            at: credit.issuedAt)
    }

    /// Some of a credit pays an invoice.
    static func apply(_ credit: CreditResource, _ minor: Int64, to invoice: String, by: String, at now: Instant) -> Posting {
        Posting(.application, .customerCredits, .receivables, credit, minor, invoice: invoice, by: by, at: now)
    }

    /// What is left of a credit is taken back.
    static func void(_ credit: CreditResource, by: String, at now: Instant) -> Posting {
        Posting(.void, .customerCredits, .serviceCredits, credit, credit.remainingMinor, by: by, at: now)
    }

    /// What is left of a credit ends with the contract.
    static func expire(_ credit: CreditResource, at now: Instant) -> Posting {
        Posting(.expiry, .customerCredits, .expiredCredits, credit, credit.remainingMinor, by: nil, at: now)
    }
}

extension Money {
    /// Another amount in the same currency.
    func with(_ minor: Int64) -> Money {
        Money(amountMinor: minor, currency: currency) ?? self
    }
}
