extension ServiceCalendar {
    /// Whether anything opens on a day: whether it is a business day.
    public func opens(on day: LocalDate) -> Bool {
        guard let hours else { return true }
        guard !holidays.contains(day) else { return false }
        return !(hours.spans[day.weekday] ?? []).isEmpty
    }

    /// When the last of a day's hours ends; nil when nothing opens on it. A calendar that never closes ends its day at
    /// midnight.
    public func closing(on day: LocalDate) -> Instant? {
        guard opens(on: day) else { return nil }
        let spans = hours?.spans[day.weekday] ?? []
        guard let last = spans.map(\.closesAtMinuteFromOpeningDay).max() else { return zone.startOfDay(day.adding(days: 1)) }
        return zone.instant(wallSeconds: day.epochDay * 86_400 + Int64(last) * 60)
    }

    /// The so manieth business day after a day, which does not count itself: 1 is the next one. Nil when the calendar
    /// has not so many within a century.
    public func businessDay(_ number: Int, after day: LocalDate) -> LocalDate? {
        var left = number
        var day = day
        for _ in 0..<OpenYears.horizonYears * 366 where left > 0 {
            day = day.adding(days: 1)
            if opens(on: day) { left -= 1 }
        }
        return left > 0 ? nil : day
    }

    /// When so many business days are over.
    ///
    /// In a calendar that says how long a business day is, they are that much open time, from `start` on. In any other
    /// they are days: the day after the one that holds `start` is the first, and the last ends at its closing. Nil when
    /// that does not happen within a century.
    public func due(businessDays number: Int, after start: Instant) -> Instant? {
        if let businessDay { return due(businessDay.seconds * Int64(number), after: start) }
        return businessDay(number, after: zone.date(at: start)).flatMap(closing)
    }
}
