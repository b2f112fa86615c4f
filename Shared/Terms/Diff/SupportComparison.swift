/// Compares how fast support answers.
enum SupportComparison {
    /// The time that something may take, in open time. Where the calendar is another, that has a rule of its own.
    @Sendable static func within(_ walk: DiffWalk, _ old: Node?, _ new: Node?, _ term: Term) -> Effect {
        guard let tiers = term.elements(walk, \.support), let before = target(tiers.old, term.places.old),
            let after = target(tiers.new, term.places.new)
        else { return .unclear }
        if let mine = before.businessDays, let theirs = after.businessDays { return Effect(from: mine, to: theirs).reversed }
        return Effect(from: before.within.seconds, to: after.within.seconds).reversed
    }

    private static func target(_ tier: SupportTier, _ places: [Int]) -> SupportTarget? {
        places.count > 1 && tier.targets.indices.contains(places[1]) ? tier.targets[places[1]] : nil
    }
}
