/// When a service desk is open: weekly hours in a time zone, less holidays; or always.
///
/// It measures business time: open seconds that really pass. Days on which clocks change are as long as they are.
public final class ServiceCalendar: Sendable {
    /// The zone of the hours and of the holidays.
    public let zone: Zone
    /// The hours of a week; nil for a calendar that never closes.
    public let hours: WeeklyHours?
    /// Days on which nothing opens. What opened the day before still runs to its end.
    public let holidays: Set<LocalDate>
    /// How much open time a business day is, where the agreement gives it a length; nil where it is a day of the calendar.
    public let businessDay: TimeSpan?

    private let years: OpenYears

    /// A calendar with weekly hours.
    public init(zone: Zone, hours: WeeklyHours, holidays: Set<LocalDate> = [], businessDay: TimeSpan? = nil) {
        self.zone = zone
        self.hours = hours
        self.holidays = holidays
        self.businessDay = businessDay
        years = OpenYears(zone: zone, hours: hours, holidays: holidays)
    }

    /// A calendar that is open at every second.
    public init(alwaysOpenIn zone: Zone = .utc, businessDay: TimeSpan? = nil) {
        self.zone = zone
        hours = nil
        holidays = []
        self.businessDay = businessDay
        years = OpenYears(zone: zone, hours: nil, holidays: [])
    }

    /// The open seconds of an interval.
    public func openTime(in interval: Interval) -> IntervalSet {
        guard hours != nil else { return IntervalSet(interval) }
        guard !interval.isEmpty else { return .empty }
        var open = IntervalSetBuilder()
        for year in years.years(of: interval) {
            for part in year.open.clipped(to: interval).intervals { open.append(part.start, part.end) }
        }
        return open.finish()
    }

    /// How many open seconds pass in an interval, those of pauses not counted.
    public func elapsed(in interval: Interval, pauses: IntervalSet = .empty) -> Int64 {
        let paused = pauses.clipped(to: interval).intervals
        return paused.reduce(openSeconds(in: interval)) { $0 - openSeconds(in: $1) }
    }

    /// The earliest instant at which `seconds` open seconds have passed since `start`, those of pauses not counted.
    ///
    /// No seconds are over at once, at `start`. Time that runs out exactly at closing is due at closing. Nil when the
    /// calendar does not open for so long within a century.
    public func due(_ seconds: Int64, after start: Instant, pauses: IntervalSet = .empty) -> Instant? {
        guard seconds > 0 else { return start }
        guard seconds <= TimeSpan.longest.seconds else { return nil }
        var left = seconds
        var from = start
        for pause in pauses.intervals where pause.end > start {
            let running = openSeconds(in: Interval(from, pause.start))
            if running >= left { break }
            left -= running
            from = max(from, pause.end)
        }
        guard hours != nil else {
            let due = from.advanced(by: left)
            return due <= .latest ? due : nil
        }
        return years.instant(open: left, after: from)
    }

    private func openSeconds(in interval: Interval) -> Int64 {
        guard hours != nil else { return interval.seconds }
        guard !interval.isEmpty else { return 0 }
        return years.years(of: interval).reduce(0) {
            $0 + $1.openSeconds(before: interval.end) - $1.openSeconds(before: interval.start)
        }
    }
}

extension ServiceCalendar: Hashable {
    /// Whether two calendars say the same.
    public static func == (left: ServiceCalendar, right: ServiceCalendar) -> Bool {
        left.zone == right.zone && left.hours == right.hours && left.holidays == right.holidays
            && left.businessDay == right.businessDay
    }

    /// Hashes what the calendar says.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(zone)
        hasher.combine(hours)
        hasher.combine(holidays)
        hasher.combine(businessDay)
    }
}
