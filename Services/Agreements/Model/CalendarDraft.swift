import Contracts
import Terms

/// What an admin says about a calendar, new or changed.
struct CalendarDraft: Sendable, Equatable {
    /// Short name, unique within the tenant.
    var key: String
    /// What people call it.
    var name: String
    /// IANA time zone of the wall times.
    var timeZone: String
    /// Opening hours by day, as pairs of times.
    var weekly: [String: [[String]]]
    /// Days on which nothing opens.
    var holidays: [String]

    /// Reads the body of `POST /v1/calendars` and `PUT /v1/calendars/{id}`.
    init(_ body: NodeReader) {
        key = body["key"].key()
        name = body["name"].text()
        timeZone = body["time_zone"].zone().name
        weekly = body["weekly"].object { Self.weekly($0) }
        holidays =
            body.ifPresent("holidays") { member in
                member.requireDistinctTexts()
                return member.list(0...Bounds.holidays) { $0.date().description }.sorted()
            } ?? []
    }

    private static func weekly(_ week: NodeReader) -> [String: [[String]]] {
        var weekly: [String: [[String]]] = [:]
        for day in Weekday.allCases {
            weekly[day.rawValue] = week.ifPresent(day.rawValue) { $0.list(0...Bounds.spansPerDay) { span($0) } }
        }
        if weekly.values.allSatisfy(\.isEmpty) { week.fail("opens on no day") }
        return weekly
    }

    private static func span(_ pair: NodeReader) -> [String] {
        let times = pair.list(2...2) { $0.text(1...5) }
        if times.count == 2, WeeklyHours.Span(opens: times[0], closes: times[1]) == nil {
            pair.fail("must be an opening and a closing time of a day, such as [\"09:00\", \"18:00\"]")
        }
        return times
    }

    /// The new calendar.
    func calendar(id: CalendarID, at now: Instant) -> CalendarState {
        CalendarState(
            id: id, key: key, name: name, timeZone: timeZone, weekly: weekly, holidays: holidays, revision: 1, createdAt: now,
            updatedAt: now)
    }

    /// The calendar after the change.
    func applied(to calendar: CalendarState, at now: Instant) -> CalendarState {
        var changed = calendar
        changed.key = key
        changed.name = name
        changed.timeZone = timeZone
        changed.weekly = weekly
        changed.holidays = holidays
        changed.revision += 1
        changed.updatedAt = now
        return changed
    }
}
