/// Compares who may change how urgent a request is.
enum ReclassificationComparison {
    /// What a rule more does: more say for whom it is about.
    @Sendable static func presence(_ walk: DiffWalk, _ rule: Node, _ term: Term) -> Effect {
        rule["by"]?.plainText == Reclassification.Party.customer.rawValue ? .better : .worse
    }

    /// Whether a reason must be given: good where the provider must, bad where the customer must.
    @Sendable static func reason(_ walk: DiffWalk, _ old: Node?, _ new: Node?, _ term: Term) -> Effect {
        guard let rules = term.elements(walk, \.reclassifications), rules.old.by == rules.new.by else { return .unclear }
        let asked = Effect(from: rules.old.needsReason ? 1 : 0, to: rules.new.needsReason ? 1 : 0)
        return rules.old.by == .provider ? asked : asked.reversed
    }
}
