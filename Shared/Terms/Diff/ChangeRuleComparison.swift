/// Compares how an agreement may change. What spares customers a reduction is good for them, what keeps an improvement from
/// them is not.
enum ChangeRuleComparison {
    /// Whether notice comes before the change.
    @Sendable static func inAdvance(_ walk: DiffWalk, _ old: Node?, _ new: Node?, _ term: Term) -> Effect {
        guard let rules = term.elements(walk, \.changes), let isOfImprovements = isOfImprovements(rules) else { return .unclear }
        let effect = Effect(from: rules.old.isInAdvance ? 1 : 0, to: rules.new.isInAdvance ? 1 : 0)
        return isOfImprovements ? effect.reversed : effect
    }

    /// Whether windows that run are judged by the new version. Where that is of any change, it depends on the change.
    @Sendable static func runningWindows(_ walk: DiffWalk, _ old: Node?, _ new: Node?, _ term: Term) -> Effect {
        guard let rules = term.elements(walk, \.changes) else { return .unclear }
        let switches = [rules.old, rules.new].map { ($0.runningWindows ?? .keep) == .switch ? 1 : 0 }
        let effect = Effect(from: switches[0], to: switches[1])
        if effect == .same { return .same }
        guard let isOfImprovements = isOfImprovements(rules), rules.old.change != .any else { return .unclear }
        return isOfImprovements ? effect : effect.reversed
    }

    /// Whether a rule is of improvements only, in both editions; nil where it is not of the same changes.
    private static func isOfImprovements(_ rules: (old: ChangeRule, new: ChangeRule)) -> Bool? {
        rules.old.change == rules.new.change ? rules.old.change == .improvement : nil
    }
}
