/// A part of an agreement that is kept and shown, and that nothing in Pledge goes by: it is for people to keep.
public struct NotEvaluated: Hashable, Sendable, Codable {
    /// What kind of part it is. Some kinds are only in what was checked before Pledge went by them.
    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// A promise about speed, delivery or quality. No longer.
        case objective
        /// Support without any deadline.
        case supportTarget = "support_target"
        /// What makes a request or incident how urgent. No longer.
        case priority
        /// A condition that is hoped for and binds nobody, such as usual hours.
        case softCondition = "soft_condition"
        /// How a claim is made, answered and paid. No longer.
        case claimRule = "claim_rule"
        /// A reason to give no credit that only people can see.
        case creditRule = "credit_rule"
        /// What must be published, where and when.
        case publication
        /// A report that is due.
        case report
        /// How the agreement itself may change. No longer.
        case changeRule = "change_rule"
        /// An earlier edition.
        case history
        /// What cannot be measured.
        case declaration
    }

    /// The clause.
    public let clause: String
    /// Where it stands in the document, as a JSON pointer.
    public let path: String
    /// What kind of part it is.
    public let kind: Kind
    /// What it says, in a few words.
    public let title: String
}
