import Foundation

/// The open years of one calendar, worked out when first asked for and kept.
///
/// Expanding a year costs some hundred wall time conversions; everything after that is arithmetic.
final class OpenYears: @unchecked Sendable {
    private let zone: Zone
    private let hours: WeeklyHours?
    private let holidays: Set<LocalDate>
    /// Guards `kept`. NSLock, because thread sanitizers understand it.
    private let lock = NSLock()
    private var kept: [Int: OpenYear] = [:]

    /// How far ahead time is looked for before a calendar counts as closed for good.
    static let horizonYears = 100
    /// Years kept at most: nobody works with more at once, and a stream of odd dates must not fill memory.
    private static let keptMaximum = 128

    init(zone: Zone, hours: WeeklyHours?, holidays: Set<LocalDate>) {
        self.zone = zone
        self.hours = hours
        self.holidays = holidays
    }

    /// The years that an interval touches, in order.
    func years(of interval: Interval) -> [OpenYear] {
        let first = zone.date(at: max(interval.start, .earliest)).parts.year
        let last = zone.date(at: min(interval.end, .latest)).parts.year
        return first <= last ? (first...last).map(year) : []
    }

    /// The instant at which so many open seconds have passed since `start`; nil when it lies past the horizon.
    func instant(open seconds: Int64, after start: Instant) -> Instant? {
        let first = zone.date(at: start).parts.year
        guard (1...9999).contains(first) else { return nil }
        var left = seconds + year(first).openSeconds(before: start)
        for number in first...min(first + Self.horizonYears, 9999) {
            let year = year(number)
            if left <= year.total { return year.instant(afterOpenSeconds: left) }
            left -= year.total
        }
        return nil
    }

    private func year(_ number: Int) -> OpenYear {
        if let known = lock.withLock({ kept[number] }) { return known }
        let year = expand(number)
        lock.withLock {
            if kept.count >= Self.keptMaximum { kept.removeAll() }
            kept[number] = year
        }
        return year
    }

    private func expand(_ number: Int) -> OpenYear {
        let first = LocalDate(firstOfMonth: 1, of: number)
        let end = LocalDate(firstOfMonth: 1, of: number + 1)
        let interval = Interval(zone.startOfDay(first), zone.startOfDay(end))
        var spans: [Interval] = []
        // What opened on New Year's Eve may still be open; nothing that opens stays open past the next day.
        for day in first.epochDay - 1..<end.epochDay {
            let date = LocalDate(epochDay: day)
            guard !holidays.contains(date), let hours = hours?.spans[date.weekday] else { continue }
            let midnight = day * 86_400
            for span in hours {
                let opening = zone.instant(wallSeconds: midnight + Int64(span.opensAtMinute) * 60)
                let closing = zone.instant(wallSeconds: midnight + Int64(span.closesAtMinuteFromOpeningDay) * 60)
                spans.append(Interval(opening, closing))
            }
        }
        return OpenYear(interval: interval, open: IntervalSet(spans).clipped(to: interval))
    }
}
