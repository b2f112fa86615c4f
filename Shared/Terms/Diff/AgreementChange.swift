/// One difference between two editions of an agreement, judged by what it does to the customer.
public struct AgreementChange: Hashable, Sendable, Codable {
    /// What it does to the customer.
    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// More is promised, or less is asked.
        case improvement
        /// Less is promised, or more is asked.
        case reduction
        /// Nothing that is promised changes: words, numbers of clauses, order.
        case neutral
        /// It may be either; to be treated as a reduction.
        case mixed
    }

    /// What it does to the customer.
    public let kind: Kind
    /// What changed, in words: `Uptime: target`.
    public let title: String
    /// The clauses that it is about: those of the new edition, and those of the old that it no longer has.
    public let clauses: [String]
    /// Where it stood, as a JSON pointer into the old edition; nil where it is new.
    public let from: String?
    /// Where it stands, as a JSON pointer into the new edition; nil where it is gone.
    public let to: String?
    /// What it was; nil where it is new.
    public let before: String?
    /// What it is; nil where it is gone.
    public let after: String?
    /// Why it is of that kind.
    public let why: String

    /// Whether customers must be given notice of it as of a reduction.
    public var isReduction: Bool {
        kind == .reduction || kind == .mixed
    }
}

extension Sequence<AgreementChange> {
    /// Whether any of the changes is a reduction, or may be one.
    public var isReduction: Bool {
        contains(where: \.isReduction)
    }
}
