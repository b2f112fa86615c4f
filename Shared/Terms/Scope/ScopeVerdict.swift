/// Whether an element of an agreement is for a customer and a service, and what decided.
public struct ScopeVerdict: Hashable, Sendable, Codable {
    /// Whether it is for them.
    public enum Outcome: String, CaseIterable, Hashable, Sendable, Codable {
        /// Everything that it asks for is so.
        case applies
        /// Something that it asks for is known not to be so.
        case outside
        /// Something that it asks for is not known, and nothing is known to be otherwise.
        case unknown
    }

    /// Whether it is for them.
    public let outcome: Outcome
    /// The clause of the element.
    public let clause: String
    /// The attributes that lie outside, in alphabetical order.
    public let outside: [String]
    /// The attributes of which nothing is known, in alphabetical order.
    public let unknown: [String]

    /// Whether it is for them. An attribute that is not known matches nothing, unless `ifUnknown` is true.
    public func holds(ifUnknown: Bool = false) -> Bool {
        outcome == .applies || ifUnknown && outcome == .unknown
    }

    init(clause: String, conditions: [AttributeCondition], facts: ScopeFacts) {
        var outside: Set<String> = []
        var unknown: Set<String> = []
        for condition in conditions {
            switch condition.outcome(for: facts) {
            case .applies: break
            case .outside: outside.insert(condition.attribute)
            case .unknown: unknown.insert(condition.attribute)
            }
        }
        self.clause = clause
        self.outside = outside.sorted()
        self.unknown = unknown.sorted()
        outcome = !outside.isEmpty ? .outside : unknown.isEmpty ? .applies : .unknown
    }
}
