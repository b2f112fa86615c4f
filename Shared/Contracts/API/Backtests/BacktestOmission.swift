/// Something of an agreement, or of the facts, that could not be worked out.
public struct BacktestOmission: Codable, Hashable, Sendable {
    /// What it is.
    public enum Kind: String, CaseIterable, Codable, Sendable {
        /// A promise of availability.
        case commitment
        /// A promise about speed, delivery or quality.
        case objective
        /// A level of support, or one of its targets.
        case support
        /// What a missed objective founds.
        case remedy
        /// A claim of the facts.
        case claim
    }

    /// What it is.
    public let kind: Kind
    /// Its id in the agreement or the facts.
    public let id: String
    /// The service's key; absent where it is about none.
    public let service: String?
    /// The clause; absent of a claim.
    public let clause: String?
    /// Why.
    public let reason: String

    /// Something that was left out.
    public init(kind: Kind, id: String, service: String?, clause: String?, reason: String) {
        self.kind = kind
        self.id = id
        self.service = service
        self.clause = clause
        self.reason = reason
    }
}
