/// The credit for one window under one remedy, step by step.
public struct CreditVerdict: Hashable, Sendable, Codable {
    /// What came out.
    public enum Outcome: String, CaseIterable, Hashable, Sendable, Codable {
        /// A credit is due.
        case due
        /// The commitments were missed, and the credit comes to nothing, or nothing more.
        case nothing
        /// A binding precondition failed.
        case refused
        /// A binding precondition is not known to hold; the amount is what would be due if it did.
        case unproven
        /// An approver decides on the amount.
        case discretionary
        /// The agreement names an amount in another currency than the customer's.
        case otherCurrency = "other_currency"
    }

    /// What came out.
    public let outcome: Outcome
    /// The remedy's id.
    public let remedy: String
    /// Who begins.
    public let granted: Remedy.Granting
    /// The currency of all amounts, ISO 4217.
    public let currency: String
    /// What is to be credited now, in minor units; nil where an approver decides or no amount can be told.
    public let amountMinor: Int64?
    /// The fees that it is a share of, exactly, in minor units.
    public let baseMinor: Rational
    /// The most that the caps still allow, exactly, in minor units; nil where nothing bounds it.
    public let mostMinor: Rational?
    /// How it came about, in order.
    public let steps: [CreditStep]
    /// The caps as they held, each with its period and the fees of that.
    public let caps: [CapResult]
    /// What was asked of the customer, and whether it held.
    public let conditions: [ConditionResult]
    /// What it rests on.
    public let bearing: Bearing
}
