/// Compares what depends on attributes as functions of them: over every value that either edition names, and one that neither
/// does.
enum AttributeComparison {
    /// Targets for some; the first that holds counts, or the general one.
    @Sendable static func targets(_ walk: DiffWalk, _ old: Node?, _ new: Node?, _ term: Term) -> Effect {
        guard let commitments = term.elements(walk, \.commitments) else { return .unclear }
        let (before, after) = commitments
        return effect(before.targets.map(\.when) + after.targets.map(\.when)) { known in
            Effect(from: before.target(for: known).target, to: after.target(for: known).target)
        }
    }

    /// Limits for some; the first that holds counts, or the general one.
    @Sendable static func limits(_ walk: DiffWalk, _ old: Node?, _ new: Node?, _ term: Term) -> Effect {
        guard let objectives = term.elements(walk, \.objectives) else { return .unclear }
        let (before, after) = objectives
        return effect(before.limits.map(\.when) + after.limits.map(\.when)) { known in
            BoundComparison.limits(before, before.limit(for: known), after, after.limit(for: known))
        }
    }

    private static func effect(_ matches: [AttributeMatch], _ compare: (ScopeFacts) -> Effect) -> Effect {
        let named = matches.reduce(into: [String: Set<String>]()) { $0.merge($1.values.mapValues { Set($0) }) { $0.union($1) } }
        // Attributes that are not known match nothing: the value that neither edition names.
        var combinations = [ScopeFacts()]
        for (attribute, values) in named {
            guard combinations.count * (values.count + 1) <= combinationsMaximum else { return .unclear }
            combinations = combinations.flatMap { known in
                [known] + values.map { value in known.overridden(by: ScopeFacts(attributes: [attribute: value])) }
            }
        }
        return combinations.reduce(.same) { $0.and(compare($1)) }
    }

    /// Customers that are told apart: more than an agreement has kinds of them. With more, it depends.
    private static let combinationsMaximum = 10_000
}
