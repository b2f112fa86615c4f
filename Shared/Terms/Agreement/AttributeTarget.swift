/// A target for some: `{when: {plan: premium}, target: "99.95"}`.
public struct AttributeTarget: Hashable, Sendable {
    /// For whom.
    public let when: AttributeMatch
    /// The least availability that keeps the promise.
    public let target: Percent
    /// The clause.
    public let clause: String

    init(_ reader: NodeReader, _ names: AgreementNames, _ otherwise: String) {
        when = AttributeMatch(reader["when"], names)
        target = reader["target"].percent()
        clause = names.clause(of: reader, otherwise: otherwise)
    }
}

extension AvailabilityCommitment {
    /// The target for a customer and service of which that is known: that of the first rule that holds, or the general one.
    public func target(for attributes: [String: String]) -> (target: Percent, clause: String) {
        let rule = targets.first { $0.when.holds(for: attributes) }
        return (rule?.target ?? target, rule?.clause ?? clause)
    }

    /// The same, where attributes may hold several values.
    public func target(for known: ScopeFacts) -> (target: Percent, clause: String) {
        let rule = targets.first { $0.when.outcome(for: known) == .applies }
        return (rule?.target ?? target, rule?.clause ?? clause)
    }
}
