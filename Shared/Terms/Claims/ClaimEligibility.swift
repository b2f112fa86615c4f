/// Whether who claims may have anything, whatever was measured: the promise binds, is for them, and its conditions are kept.
public struct ClaimEligibility: Hashable, Sendable, Codable {
    /// Whether they may.
    public enum Outcome: String, CaseIterable, Hashable, Sendable, Codable {
        case eligible
        /// Something that it takes is not known; somebody must find out.
        case unproven
        case refused
    }

    /// What stands in the way, or may.
    public struct Obstacle: Hashable, Sendable, Codable {
        /// What kind it is.
        public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
            /// The agreement grants nothing for the commitment.
            case noRemedyClause = "no_remedy_clause"
            /// The commitment is an aim.
            case notGuaranteed = "not_guaranteed"
            /// The commitment is not for this customer or service.
            case outOfScope = "out_of_scope"
            /// Whether it is, is not known.
            case scopeUnknown = "scope_unknown"
            /// A binding precondition was not kept.
            case preconditionFailed = "precondition_failed"
            /// Whether it was, is not known.
            case preconditionUnknown = "precondition_unknown"
            /// Nothing is credited in the state that the account was in.
            case waived
        }

        /// What kind it is.
        public let kind: Kind
        /// The clause.
        public let clause: String
        /// The same in a few words.
        public let detail: String

        /// Whether it stands in the way for certain.
        public var isFatal: Bool { kind != .scopeUnknown && kind != .preconditionUnknown }
    }

    /// Whether they may.
    public let outcome: Outcome
    /// What stands in the way, or may; empty for the eligible.
    public let obstacles: [Obstacle]
    /// What the commitment and the remedy ask for, and whether it was so; aims too, which cost nothing.
    public let conditions: [ConditionResult]
    /// Whether the commitment is for the customer; nil where the statement's commitment is none of the document's.
    public let scope: ScopeVerdict?
    /// What it rests on.
    public let bearing: Bearing

    init(
        obstacles: [Obstacle], conditions: [ConditionResult], scope: ScopeVerdict?, statement: Statement,
        document: AgreementDocument, remedy: Remedy?
    ) {
        self.obstacles = obstacles
        self.conditions = conditions
        self.scope = scope
        outcome = obstacles.isEmpty ? .eligible : obstacles.contains(where: \.isFatal) ? .refused : .unproven
        var cited = Set(obstacles.map(\.clause) + conditions.map(\.clause))
        cited.formUnion([statement.clause, remedy?.clause].compactMap { $0 })
        bearing = Bearing(document, clauses: cited, availability: statement.ratio)
    }
}
