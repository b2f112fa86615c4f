/// A step on the way to a credit: what it did, by which clause, and what was left after it.
public struct CreditStep: Hashable, Sendable, Codable {
    /// What it did.
    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// It added up the fees that credits are counted from.
        case base
        /// It left fees out of the base.
        case waived
        /// It worked out what one commitment earns.
        case earned
        /// It put several commitments together.
        case stacked
        /// It held the credit against the most that may be given.
        case capped
        /// It held the credit against the least that is given.
        case minimum
        /// It took off what the customer has already.
        case alreadyGranted = "already_granted"
        /// It rounded to a minor unit, half up.
        case rounded
    }

    /// What it did.
    public let kind: Kind
    /// The clause that it rests on; nil for plain arithmetic.
    public let clause: String?
    /// The same in a few words.
    public let detail: String
    /// Per cent of the fee base, exactly, where the step is about a share.
    public let percent: Rational?
    /// Minor units, exactly.
    public let amountMinor: Rational
}
