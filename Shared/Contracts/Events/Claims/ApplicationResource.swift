/// What credits did to an invoice.
public struct ApplicationResource: Codable, Hashable, Sendable {
    /// A credit's part.
    public struct Part: Codable, Hashable, Sendable {
        /// The credit.
        public let credit: CreditID
        /// How much of it went to the invoice, in minor units.
        public let amountMinor: Int64
        /// How much of it is left for later invoices, in minor units.
        public let remainingMinor: Int64
        /// The clauses under which it was granted.
        public let clauses: [String]

        /// A part.
        public init(credit: CreditID, amountMinor: Int64, remainingMinor: Int64, clauses: [String]) {
            self.credit = credit
            self.amountMinor = amountMinor
            self.remainingMinor = remainingMinor
            self.clauses = clauses
        }
    }

    /// The invoice, by the provider's number.
    public let invoice: String
    /// Whose it is.
    public let customer: CustomerID
    /// What was due on it.
    public let due: Money
    /// What this application paid of it.
    public let applied: Money
    /// What is still due.
    public let left: Money
    /// The credits that paid it now, the oldest first.
    public let parts: [Part]

    /// An application.
    public init(invoice: String, customer: CustomerID, due: Money, applied: Money, left: Money, parts: [Part]) {
        self.invoice = invoice
        self.customer = customer
        self.due = due
        self.applied = applied
        self.left = left
        self.parts = parts
    }
}
