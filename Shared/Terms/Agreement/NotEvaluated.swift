/// A part of an agreement that is kept and shown, but not worked out by Pledge yet.
public struct NotEvaluated: Hashable, Sendable, Codable {
    /// What kind of part it is.
    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// A promise about speed, delivery or quality: in what was checked before such promises were judged.
        case objective
        /// A deadline or cadence of support.
        case supportTarget = "support_target"
        /// What makes a request or incident how urgent.
        case priority
        /// A condition that is hoped for and binds nobody, such as usual hours.
        case softCondition = "soft_condition"
        /// How a claim is made, answered and paid.
        case claimRule = "claim_rule"
        /// What a credit is counted from, and what it is good for.
        case creditRule = "credit_rule"
        /// What must be published, where and when.
        case publication
        /// A report that is due.
        case report
        /// How the agreement itself may change.
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
