/// Compares what objectives look at.
enum ObjectiveComparison {
    /// The figure over all that must keep a limit: of all that must be small the greatest, of all that must be large the least
    /// is the strictest.
    @Sendable static func aggregate(_ walk: DiffWalk, _ old: Node?, _ new: Node?, _ term: Term) -> Effect {
        guard let objectives = term.elements(walk, \.objectives), let before = objectives.old.aggregate,
            let after = objectives.new.aggregate, let mine = objectives.old.limit, let theirs = objectives.new.limit,
            mine.isFloor == theirs.isFloor
        else { return .unclear }
        let ranks: [Objective.Aggregate] = mine.isFloor ? [.maximum, .mean, .minimum] : [.minimum, .mean, .maximum]
        guard let from = ranks.firstIndex(of: before), let to = ranks.firstIndex(of: after) else { return .unclear }
        return Effect(from: from, to: to)
    }

    /// The parts that are looked at: more are better where all must keep it, and worse where any will do.
    @Sendable static func parts(_ walk: DiffWalk, _ old: Node?, _ new: Node?, _ term: Term) -> Effect {
        guard let objectives = term.elements(walk, \.objectives), let before = objectives.old.across,
            let after = objectives.new.across, before.hold == after.hold
        else { return .unclear }
        let parts = Effect(from: Set(before.parts), to: Set(after.parts))
        switch before.hold {
        case .all: return parts
        case .any: return parts.reversed
        case .most: return parts == .same ? .same : .unclear
        }
    }
}
