import Terms

/// Money granted for a missed promise: good for invoices, oldest first, until it is used up.
public struct CreditResource: Codable, Hashable, Sendable {
    /// Where a credit stands.
    public enum State: String, Codable, Hashable, Sendable, CaseIterable {
        /// Something of it is left.
        case issued
        /// All of it was applied to invoices.
        case applied
        /// What was left was taken back.
        case voided
        /// What was left ended with the contract.
        case expired
    }

    /// A use of it.
    public struct Application: Codable, Hashable, Sendable {
        /// The invoice, by the provider's number.
        public let invoice: String
        /// How much of the credit went there, in minor units.
        public let amountMinor: Int64
        /// When.
        public let at: Instant

        /// A use.
        public init(invoice: String, amountMinor: Int64, at: Instant) {
            self.invoice = invoice
            self.amountMinor = amountMinor
            self.at = at
        }
    }

    /// Identifies it.
    public let id: CreditID
    /// Whose it is.
    public let customer: CustomerID
    /// The claim that it came of.
    public let claim: ClaimID
    /// The statement whose breach it credits.
    public let statement: StatementID
    /// The credit of the same claim that it adds to, because the statement was restated; absent for the first of a claim.
    public let supplements: CreditID?
    /// The revision of the statement that it rests on; absent for the first of a claim, which rests on the claim's.
    public let statementRevision: Int?
    /// The agreement that it was granted under.
    public let agreement: AgreementID
    /// The agreement's key.
    public let agreementKey: String
    /// The remedy's id in the agreement.
    public let remedy: String
    /// The window that it is for.
    public let window: StatementResource.WindowResource
    /// Where it stands.
    public var state: State
    /// How much was granted.
    public let amount: Money
    /// How much of it is left, in minor units.
    public var remainingMinor: Int64
    /// How it is given: on an invoice, or as a fee that is not charged; absent in what was written before this was recorded,
    /// which is on an invoice.
    public let form: Remedy.Payout.Way?
    /// The clauses that it rests on.
    public let clauses: [String]
    /// Where it went, in order.
    public var applications: [Application]
    /// Who granted it; absent where the agreement alone did.
    public let issuedBy: String?
    /// When it was granted.
    public let issuedAt: Instant
    /// What becomes of what is left when the contract ends; absent where the agreement does not say.
    public let atTermination: Remedy.Payout.AtTermination?
    /// When what is left ends with the contract; absent while the contract runs, or where it does not end.
    public var expiresAt: Instant?
    /// Why it was taken back.
    public var voidReason: String?
    /// Grows by one with every change.
    public var version: Int64
    /// When it last changed.
    public var updatedAt: Instant

    /// A credit.
    public init(
        id: CreditID, customer: CustomerID, claim: ClaimID, statement: StatementID, supplements: CreditID? = nil,
        statementRevision: Int? = nil, agreement: AgreementID, agreementKey: String, remedy: String,
        window: StatementResource.WindowResource, state: State, amount: Money, remainingMinor: Int64,
        form: Remedy.Payout.Way? = nil, clauses: [String], applications: [Application], issuedBy: String?, issuedAt: Instant,
        atTermination: Remedy.Payout.AtTermination?, expiresAt: Instant?, voidReason: String?, version: Int64, updatedAt: Instant
    ) {
        self.id = id
        self.customer = customer
        self.claim = claim
        self.statement = statement
        self.supplements = supplements
        self.statementRevision = statementRevision
        self.agreement = agreement
        self.agreementKey = agreementKey
        self.remedy = remedy
        self.window = window
        self.state = state
        self.amount = amount
        self.remainingMinor = remainingMinor
        self.form = form
        self.clauses = clauses
        self.applications = applications
        self.issuedBy = issuedBy
        self.issuedAt = issuedAt
        self.atTermination = atTermination
        self.expiresAt = expiresAt
        self.voidReason = voidReason
        self.version = version
        self.updatedAt = updatedAt
    }
}
