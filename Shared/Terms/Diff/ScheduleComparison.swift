/// Compares schedules of credits as functions of the availability, over all of 0 to 100%.
struct ScheduleComparison {
    private let targets: [Percent]

    init(_ walk: DiffWalk, _ term: Term) {
        let ids = (term.parents.old?["id"]?.plainText, term.parents.new?["id"]?.plainText)
        let old = walk.old.commitments.filter { $0.remedy == ids.0 }.map(\.target)
        let new = walk.new.commitments.filter { $0.remedy == ids.1 }.map(\.target)
        targets = Array(Set(old + new)).sorted()
    }

    /// Whether every availability earns as much as before or more, or less.
    func effect(_ old: Node?, _ new: Node?) -> Effect {
        guard let before = Self.schedule(old), let after = Self.schedule(new) else { return .unclear }
        if before == after { return .same }
        if let effect = Self.ofOneForm(before, after) { return effect }
        // What nothing grants earns nothing; it is compared for a target of 100% all the same.
        return (targets.isEmpty ? [.hundred] : targets).reduce(Effect.same) { effect, target in
            guard effect != .unclear, let edges = Self.edges(before, target), let more = Self.edges(after, target) else {
                return .unclear
            }
            return effect.and(compare(before, after, target, edges + more + [Self.position(target), 0, Self.whole]))
        }
    }

    /// Schedules that need more than the availability, where both are of one form; nil for all others.
    private static func ofOneForm(_ old: RemedySchedule, _ new: RemedySchedule) -> Effect? {
        switch (old, new) {
        case (.multiplied(let mine), .multiplied(let theirs)): Effect(from: mine, to: theirs)
        case (.flat(let mine), .flat(let theirs)): worth(mine, theirs)
        case (.downtime(let mine), .downtime(let theirs)): steps(mine, theirs)
        default: nil
        }
    }

    private static func worth(_ old: RemedyWorth, _ new: RemedyWorth) -> Effect {
        switch (old, new) {
        case (.percent(let mine), .percent(let theirs)): Effect(from: mine, to: theirs)
        case (.serviceDays(let mine), .serviceDays(let theirs)): Effect(from: mine, to: theirs)
        case (.serviceHours(let mine), .serviceHours(let theirs)): Effect(from: mine, to: theirs)
        case (.amount(let mine), .amount(let theirs)) where mine.currency == theirs.currency:
            Effect(from: mine.amountMinor, to: theirs.amountMinor)
        default: .unclear
        }
    }

    /// Shorter steps are more of them, as long as parts of steps count whole or in proportion, or the longer step consists of
    /// shorter ones. Whole steps of the window come to no less than those of its outages, started ones to no more.
    private static func steps(_ old: RemedyDowntimeSteps, _ new: RemedyDowntimeSteps) -> Effect {
        let (short, long) = (min(old.every.seconds, new.every.seconds), max(old.every.seconds, new.every.seconds))
        guard short > 0, short == long || old.counting == .proRata && new.counting == .proRata || long % short == 0 else {
            return .unclear
        }
        let ranks: [RemedySchedule.Proportional.Counting] = [.complete, .proRata, .started]
        let counting = Effect(from: ranks.firstIndex(of: old.counting) ?? 0, to: ranks.firstIndex(of: new.counting) ?? 0)
        return Effect(from: old.every.seconds, to: new.every.seconds).reversed.and(counting).and(worth(old.worth, new.worth))
            .and(cut(old, new))
    }

    private static func cut(_ old: RemedyDowntimeSteps, _ new: RemedyDowntimeSteps) -> Effect {
        if old.per == new.per { return .same }
        guard old.counting == new.counting else { return .unclear }
        let byOutage = Effect(from: old.per == .outage ? 1 : 0, to: new.per == .outage ? 1 : 0)
        switch old.counting {
        case .proRata: return .same
        case .started: return byOutage
        case .complete: return byOutage.reversed
        }
    }

    /// Schedules are steps or straight lines between edges, so that just before, at and just after each edge is enough.
    private func compare(_ old: RemedySchedule, _ new: RemedySchedule, _ target: Percent, _ edges: [Int64]) -> Effect {
        var effect = Effect.same
        for edge in Set(edges) {
            for position in edge - 1...edge + 1 where (0...Self.whole).contains(position) {
                guard let ratio = Ratio(position, of: Self.whole), let before = old.percent(at: ratio, target: target),
                    let after = new.percent(at: ratio, target: target)
                else { return .unclear }
                effect = effect.and(Effect(from: before, to: after))
                if effect == .unclear { return .unclear }
            }
        }
        return effect
    }

    private static func schedule(_ node: Node?) -> RemedySchedule? {
        guard let node, case .map(let members) = node.value else { return nil }
        return try? Node(.map(members.filter { !$0.key.isClauseKey })).read { RemedySchedule($0) }
    }

    /// The availabilities at which a schedule may jump or bend; nil when they are too many.
    private static func edges(_ schedule: RemedySchedule, _ target: Percent) -> [Int64]? {
        switch schedule {
        case .tiers(let tiers): return tiers.map { position($0.below) }
        case .proportional(let rule) where rule.counting != .proRata:
            let (origin, step) = (rule.measuredFrom == .downtime ? whole : position(target), position(rule.every))
            guard step > 0, origin / step < edgesMaximum else { return nil }
            return Array(stride(from: origin, through: 0, by: -Int(step)))
        default: return []
        }
    }

    /// A percentage among `whole` parts. Percentages have six places at most, so that this is exact.
    private static func position(_ percent: Percent) -> Int64 {
        Int64(clamping: (percent.points * Rational(whole / 100)).floored)
    }

    /// 100%, in parts that are ten times finer than the finest percentage.
    private static let whole: Int64 = 1_000_000_000
    /// Steps that are compared: as many as a step of a hundredth of a point gives. With more, it depends.
    private static let edgesMaximum = 10_000
}
