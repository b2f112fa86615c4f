/// One thing that must be so for an element of an agreement to apply: an attribute with one of the values allowed.
public struct AttributeCondition: Hashable, Sendable {
    /// The attribute.
    public let attribute: String
    /// The values that satisfy it.
    public let allowed: [String]

    /// Whether it is so. Of several values that an attribute holds, one is enough.
    public func outcome(for facts: ScopeFacts) -> ScopeVerdict.Outcome {
        guard let values = facts.values[attribute] else { return .unknown }
        return allowed.contains(where: values.contains) ? .applies : .outside
    }
}

extension AttributeMatch {
    /// What must be so, attribute by attribute.
    public var conditions: [AttributeCondition] {
        values.map { AttributeCondition(attribute: $0.key, allowed: $0.value) }
    }

    /// Whether facts satisfy it: each attribute named must have one of the values given.
    public func outcome(for facts: ScopeFacts) -> ScopeVerdict.Outcome {
        var outcome = ScopeVerdict.Outcome.applies
        for condition in conditions {
            switch condition.outcome(for: facts) {
            case .applies: break
            case .outside: return .outside
            case .unknown: outcome = .unknown
            }
        }
        return outcome
    }
}
