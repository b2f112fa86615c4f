import Foundation

/// The open years of one calendar, worked out when first asked for and kept.
///
/// Expanding a year costs some hundred wall time conversions; everything after that is arithmetic.
final class OpenYears: @unchecked Sendable {
    private let zone: Zone
    private let hours: WeeklyHours?
    private let holidays: Set<LocalDate>
    /// Guards what is kept. NSLock, because thread sanitizers understand it.
    private let lock = NSLock()
    private var kept: [Int: OpenYear] = [:]
    /// The year that was asked for last: almost always the one that is asked for next.
    private var last: OpenYear?

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
        let start = max(interval.start, .earliest)
        let end = min(interval.end, .latest)
        guard start <= end else { return [] }
        let first = year(holding: start)
        if first.interval.contains(end) { return [first] }
        let number = zone.date(at: end).parts.year
        return first.number <= number ? (first.number...number).map(year) : []
    }

    /// The instant at which so many open seconds have passed since `start`; nil when it lies past the horizon.
    func instant(open seconds: Int64, after start: Instant) -> Instant? {
        guard start >= .earliest, start <= .latest else { return nil }
        let first = year(holding: start)
        var left = seconds + first.openSeconds(before: start)
        if left <= first.total { return first.instant(afterOpenSeconds: left) }
        left -= first.total
        guard first.number < 9999 else { return nil }
        for number in first.number + 1...min(first.number + Self.horizonYears, 9999) {
            let year = year(number)
            if left <= year.total { return year.instant(afterOpenSeconds: left) }
            left -= year.total
        }
        return nil
    }

    /// The year that holds an instant. The zone is asked only where the last one does not: that is the slow part.
    private func year(holding instant: Instant) -> OpenYear {
        if let last = lock.withLock({ last }), last.interval.contains(instant) { return last }
        let year = year(min(max(zone.date(at: instant).parts.year, 1), 9999))
        lock.withLock { last = year }
        return year
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
        return OpenYear(number: number, interval: interval, open: IntervalSet(spans).clipped(to: interval))
    }
}
