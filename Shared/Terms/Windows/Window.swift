/// One stretch of time over which a commitment is judged: March 2026 in Karachi.
public struct Window: Hashable, Sendable, Codable {
    /// What kind of stretch it is.
    public let kind: WindowKind
    /// From when until when.
    public let interval: Interval
    /// A name for people: `2026-03`, `2026-Q1`, `2026`, `2026-04 to 2026-06`, `2026-01-31 to 2026-02-27`,
    /// `180 days to 2026-06-30T19:00:00Z`.
    public let label: String

    /// The window of that kind that holds `at`, in a zone. A rolling window ends at `at`, and starts at the same wall
    /// time so many local days earlier; one that is closed daily ends with the local day that holds `at`.
    public static func containing(_ at: Instant, kind: WindowKind, zone: Zone) -> Window {
        switch kind {
        case .month, .quarter, .year, .fiscalQuarter:
            let (year, month, _) = zone.date(at: at).parts
            let past = (month - kind.firstMonth + 12) % kind.months
            return calendar(kind, year: year, firstMonth: month - past, zone: zone)
        case .planMonth(let day):
            let date = zone.date(at: at)
            let (year, month, _) = date.parts
            let begins = date >= PlanMonth.start(year: year, month: month, day: day ?? 1)
            return plan(kind, year: year, month: begins ? month : month - 1, day: day ?? 1, zone: zone)
        case .rolling: return ending(at: at, kind: kind, zone: zone)
        case .rollingDaily:
            return ending(at: zone.startOfDay(zone.date(at: at).adding(days: 1)), kind: kind, zone: zone)
        }
    }

    /// The rolling window of that kind that ends at an instant; of any other kind, the one that holds its last second.
    public static func ending(at end: Instant, kind: WindowKind, zone: Zone) -> Window {
        guard let days = kind.rollingDays else { return containing(end.advanced(by: -1), kind: kind, zone: zone) }
        let start = zone.instant(wallSeconds: zone.wallSeconds(at: end) - Int64(days) * 86_400)
        return Window(kind: kind, interval: Interval(start, end), label: "\(days) days to \(end)")
    }

    /// The window that begins where this one ends; of a rolling one, the window that ends a local day later.
    public func next(in zone: Zone) -> Window {
        kind.rollingDays == nil ? Self.containing(interval.end, kind: kind, zone: zone) : shifted(days: 1, in: zone)
    }

    /// The window that ends where this one begins; of a rolling one, the window that ends a local day earlier.
    public func previous(in zone: Zone) -> Window {
        kind.rollingDays == nil
            ? Self.containing(interval.start.advanced(by: -1), kind: kind, zone: zone) : shifted(days: -1, in: zone)
    }

    /// A part of this window that is judged by itself, because what binds a customer changed within it.
    public func part(_ interval: Interval) -> Window {
        Window(kind: kind, interval: interval, label: "\(label), \(interval.start) to \(interval.end)")
    }

    private func shifted(days: Int64, in zone: Zone) -> Window {
        let end = zone.instant(wallSeconds: zone.wallSeconds(at: interval.end) + days * 86_400)
        return Self.ending(at: end, kind: kind, zone: zone)
    }

    private static func calendar(_ kind: WindowKind, year: Int, firstMonth: Int, zone: Zone) -> Window {
        let first = LocalDate(firstOfMonth: firstMonth, of: year)
        let next = LocalDate(firstOfMonth: firstMonth + kind.months, of: year)
        let name =
            switch kind {
            case .month: first.month
            case .quarter: "\(year)-Q\((firstMonth + 2) / 3)"
            case .fiscalQuarter: "\(first.month) to \(next.adding(days: -1).month)"
            default: "\(year)"
            }
        return Window(kind: kind, interval: Interval(zone.startOfDay(first), zone.startOfDay(next)), label: name)
    }

    private static func plan(_ kind: WindowKind, year: Int, month: Int, day: Int, zone: Zone) -> Window {
        let first = PlanMonth.start(year: year, month: month, day: day)
        let next = PlanMonth.start(year: year, month: month + 1, day: day)
        return Window(
            kind: kind, interval: Interval(zone.startOfDay(first), zone.startOfDay(next)),
            label: "\(first) to \(next.adding(days: -1))")
    }
}

/// Months that begin on a billing day.
private enum PlanMonth {
    /// The day on which the plan month of a calendar month begins: the billing day, or the month's last where it has none.
    static func start(year: Int, month: Int, day: Int) -> LocalDate {
        let wanted = LocalDate(firstOfMonth: month, of: year).adding(days: Int64(day - 1))
        return min(wanted, LocalDate(firstOfMonth: month + 1, of: year).adding(days: -1))
    }
}

extension LocalDate {
    /// `yyyy-mm`.
    fileprivate var month: String { String(description.dropLast(3)) }
}

extension WindowKind {
    /// Calendar months in a calendar window; 1 for the others, which have none.
    fileprivate var months: Int {
        switch self {
        case .month, .planMonth, .rolling, .rollingDaily: 1
        case .quarter, .fiscalQuarter: 3
        case .year: 12
        }
    }

    /// The month from which its windows are counted.
    fileprivate var firstMonth: Int {
        if case .fiscalQuarter(let month) = self { month } else { 1 }
    }
}
