/// A credit was granted.
public struct CreditIssued: EventPayload, Equatable {
    /// `pledge.claims.credit.issued.v1`
    public static let type = "pledge.claims.credit.issued.v1"
    /// The credit as it is now.
    public var credit: CreditResource

    /// Tells of `credit`.
    public init(credit: CreditResource) {
        self.credit = credit
    }
}

/// Some or all of a credit was applied to an invoice.
public struct CreditApplied: EventPayload, Equatable {
    /// `pledge.claims.credit.applied.v1`
    public static let type = "pledge.claims.credit.applied.v1"
    /// The credit as it is now.
    public var credit: CreditResource

    /// Tells of `credit`.
    public init(credit: CreditResource) {
        self.credit = credit
    }
}

/// What was left of a credit was taken back.
public struct CreditVoided: EventPayload, Equatable {
    /// `pledge.claims.credit.voided.v1`
    public static let type = "pledge.claims.credit.voided.v1"
    /// The credit as it is now.
    public var credit: CreditResource

    /// Tells of `credit`.
    public init(credit: CreditResource) {
        self.credit = credit
    }
}

/// What was left of a credit ended with the contract.
public struct CreditExpired: EventPayload, Equatable {
    /// `pledge.claims.credit.expired.v1`
    public static let type = "pledge.claims.credit.expired.v1"
    /// The credit as it is now.
    public var credit: CreditResource

    /// Tells of `credit`.
    public init(credit: CreditResource) {
        self.credit = credit
    }
}
