/// Compares the hours in which maintenance is to be done, those that bind and those that are hoped for: the fewer, the better
/// for the customer.
enum HoursComparison {
    @Sendable static func effect(_ walk: DiffWalk, _ old: Node?, _ new: Node?, _ term: Term) -> Effect {
        guard let rules = term.elements(walk, \.exclusions) else { return .unclear }
        let (before, after) = (rules.old.hours, rules.new.hours)
        return compare(binding(before), binding(after), walk).and(compare(before, after, walk))
    }

    private static func binding(_ rule: HoursRule?) -> HoursRule? {
        rule?.strength == .guarantee ? rule : nil
    }

    private static func compare(_ old: HoursRule?, _ new: HoursRule?, _ walk: DiffWalk) -> Effect {
        guard let old else { return new == nil ? .same : .better }
        guard let new else { return .worse }
        switch (old.extent, new.extent) {
        case (.between(let mine), .between(let theirs)):
            guard old.clock == new.clock else { return .unclear }
            return Effect(from: mine.minutesOfDay, to: theirs.minutesOfDay).reversed
        // Outside a calendar that is open for longer, there is less time.
        case (.outside(let mine), .outside(let theirs)): return CalendarComparison(walk).compare(mine, theirs)
        default: return .unclear
        }
    }
}

extension WeeklyHours.Span {
    /// The minutes of a day that lie in it, the first after midnight being 0.
    fileprivate var minutesOfDay: Set<Int> {
        Set((opensAtMinute..<closesAtMinuteFromOpeningDay).map { $0 % 1440 })
    }
}
