/// Compares calendars by when they are open.
struct CalendarComparison {
    private let walk: DiffWalk

    init(_ walk: DiffWalk) {
        self.walk = walk
    }

    /// A calendar that was redefined. More open time is better, unless something uses it against the customer.
    func definitions(_ old: Node?, _ new: Node?) -> Effect {
        guard let before = old?["key"]?.plainText, let after = new?["key"]?.plainText else { return .unclear }
        let effect = compare(before, after)
        let isAgainst = walk.old.node.usesAgainst(calendar: before) || walk.new.node.usesAgainst(calendar: after)
        return isAgainst && effect != .same ? .unclear : effect
    }

    /// Something that uses another calendar than before.
    func references(_ old: Node?, _ new: Node?) -> Effect {
        // Without a calendar every second counts.
        guard let before = old?.plainText else { return new == nil ? .same : .worse }
        guard let after = new?.plainText else { return .better }
        return before == after ? .same : compare(before, after)
    }

    /// The calendar of business days in which something must be done by the customer.
    @Sendable static func deadline(_ walk: DiffWalk, _ old: Node?, _ new: Node?, _ term: Term) -> Effect {
        guard let before = old?.plainText, let after = new?.plainText else { return .unclear }
        return CalendarComparison(walk).compare(before, after).reversed
    }

    /// Two calendars by when they are open, and by how long a business day is: the shorter, the sooner it is over.
    func compare(_ old: String, _ new: String) -> Effect {
        guard let before = walk.old.calendars[old], let after = walk.new.calendars[new] else { return .unclear }
        if before == after { return .same }
        let hours = hours(before, after)
        if before.businessDay == after.businessDay { return hours }
        guard let mine = before.businessDay, let theirs = after.businessDay else { return .unclear }
        return hours.and(Effect(from: mine.seconds, to: theirs.seconds).reversed)
    }

    private func hours(_ before: ServiceCalendar, _ after: ServiceCalendar) -> Effect {
        switch (before.hours, after.hours) {
        case (nil, nil): return .same
        case (nil, _): return .worse
        case (_, nil): return .better
        case (let mine?, let theirs?):
            guard before.zone == after.zone else { return .unclear }
            let hours = Effect(from: mine.openMinutes, to: theirs.openMinutes)
            return hours.and(Effect(from: before.holidays, to: after.holidays).reversed)
        }
    }
}

extension WeeklyHours {
    /// The minutes of a week that are open, numbered from Monday's first.
    fileprivate var openMinutes: Set<Int> {
        var minutes: Set<Int> = []
        for (number, day) in Weekday.allCases.enumerated() {
            for span in spans[day] ?? [] {
                for minute in span.opensAtMinute..<span.closesAtMinuteFromOpeningDay {
                    minutes.insert((number * 1440 + minute) % 10_080)
                }
            }
        }
        return minutes
    }
}

extension Node {
    /// Whether longer hours of a calendar are worse for the customer somewhere: a deadline for claims that is counted in
    /// their days.
    fileprivate func usesAgainst(calendar: String) -> Bool {
        switch value {
        case .list(let nodes): nodes.contains { $0.usesAgainst(calendar: calendar) }
        case .map(let members):
            members.contains { member in
                if member.key == "deadline", member.node["calendar"]?.plainText == calendar { return true }
                return member.node.usesAgainst(calendar: calendar)
            }
        default: false
        }
    }
}
