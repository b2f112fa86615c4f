/// One stretch of time over which a commitment is judged: March 2026 in Karachi.
public struct Window: Hashable, Sendable, Codable {
    /// What kind of stretch it is.
    public let kind: WindowKind
    /// From when until when.
    public let interval: Interval
    /// A name for people: `2026-03`, `2026-Q1`, `2026`, `180 days to 2026-06-30T19:00:00Z`.
    public let label: String

    /// The window of that kind that holds `at`, in a zone. A rolling window ends at `at`, and starts at the same wall
    /// time so many local days earlier.
    public static func containing(_ at: Instant, kind: WindowKind, zone: Zone) -> Window {
        switch kind {
        case .month, .quarter, .year:
            let (year, month, _) = zone.date(at: at).parts
            let months = kind.months
            return calendar(kind, year: year, firstMonth: (month - 1) / months * months + 1, zone: zone)
        case .rolling(let days):
            let wall = zone.wallSeconds(at: at)
            let start = zone.instant(wallSeconds: wall - Int64(days) * 86_400)
            return Window(kind: kind, interval: Interval(start, at), label: "\(days) days to \(at)")
        }
    }

    /// The window that begins where this one ends; of a rolling one, the window that ends a local day later.
    public func next(in zone: Zone) -> Window {
        switch kind {
        case .month, .quarter, .year: Self.containing(interval.end, kind: kind, zone: zone)
        case .rolling: shifted(days: 1, in: zone)
        }
    }

    /// The window that ends where this one begins; of a rolling one, the window that ends a local day earlier.
    public func previous(in zone: Zone) -> Window {
        switch kind {
        case .month, .quarter, .year: Self.containing(interval.start.advanced(by: -1), kind: kind, zone: zone)
        case .rolling: shifted(days: -1, in: zone)
        }
    }

    private func shifted(days: Int64, in zone: Zone) -> Window {
        let end = zone.instant(wallSeconds: zone.wallSeconds(at: interval.end) + days * 86_400)
        return Self.containing(end, kind: kind, zone: zone)
    }

    private static func calendar(_ kind: WindowKind, year: Int, firstMonth: Int, zone: Zone) -> Window {
        let start = zone.startOfDay(LocalDate(firstOfMonth: firstMonth, of: year))
        let end = zone.startOfDay(LocalDate(firstOfMonth: firstMonth + kind.months, of: year))
        let name =
            switch kind {
            case .month: "\(year)-" + (firstMonth < 10 ? "0" : "") + "\(firstMonth)"
            case .quarter: "\(year)-Q\((firstMonth + 2) / 3)"
            default: "\(year)"
            }
        return Window(kind: kind, interval: Interval(start, end), label: name)
    }
}

extension WindowKind {
    /// Calendar months in a calendar window; 1 for the others, which have none.
    fileprivate var months: Int {
        switch self {
        case .month, .rolling: 1
        case .quarter: 3
        case .year: 12
        }
    }
}
