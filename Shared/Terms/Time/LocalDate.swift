/// A day of the proleptic Gregorian calendar, without a zone: `2026-04-27`.
public struct LocalDate: Hashable, Sendable {
    /// Days since 1970-01-01.
    public let epochDay: Int64

    /// The day so many days after 1970-01-01.
    public init(epochDay: Int64) {
        self.epochDay = epochDay
    }

    /// The day of that name; nil when there is none (2026-02-29) or the year is outside 1…9999.
    public init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(inMonth: month, of: year) else {
            return nil
        }
        self = LocalDate(unchecked: year, month, day)
    }

    /// Reads `yyyy-mm-dd`; nil when the text is anything else or names no day.
    public init?(_ text: String) {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(digits: 4), scanner.skip("-"), let month = scanner.number(digits: 2), scanner.skip("-"),
            let day = scanner.number(digits: 2), scanner.isAtEnd
        else { return nil }
        self.init(year: year, month: month, day: day)
    }

    /// The first day of a month, where months outside 1…12 carry into the years.
    init(firstOfMonth month: Int, of year: Int) {
        let (carry, remainder) = Int64(month - 1).flooredDivision(by: 12)
        self = LocalDate(unchecked: year + Int(carry), Int(remainder) + 1, 1)
    }

    /// Days from civil, after Howard Hinnant's chrono algorithms: years begin in March, so that the leap day comes last.
    private init(unchecked year: Int, _ month: Int, _ day: Int) {
        let marchYear = Int64(month <= 2 ? year - 1 : year)
        let (era, yearOfEra) = marchYear.flooredDivision(by: 400)
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        epochDay = era * 146_097 + dayOfEra - 719_468
    }

    /// The day's year, month (1…12) and day of the month.
    public var parts: (year: Int, month: Int, day: Int) {
        let (era, dayOfEra) = (epochDay + 719_468).flooredDivision(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let day = Int(dayOfYear - (153 * shifted + 2) / 5 + 1)
        let month = Int(shifted < 10 ? shifted + 3 : shifted - 9)
        return (Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0), month, day)
    }

    /// The day of the week.
    public var weekday: Weekday {
        Weekday.allCases[Int((epochDay + 3).flooredDivision(by: 7).remainder)]
    }

    /// The day so many days later (earlier when negative).
    public func adding(days: Int64) -> LocalDate {
        LocalDate(epochDay: epochDay + days)
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}

extension LocalDate: Comparable {
    /// Whether the left day comes first.
    public static func < (left: LocalDate, right: LocalDate) -> Bool {
        left.epochDay < right.epochDay
    }
}

extension LocalDate: CustomStringConvertible {
    /// `yyyy-mm-dd`; outside of the years that can be read, the numbers alone.
    public var description: String {
        let date = parts
        guard (1...9999).contains(date.year) else { return "\(date.year)-\(date.month)-\(date.day)" }
        return DigitWriter.text(capacity: 10) { $0.write(date) }
    }
}

/// A day of the week, Monday first as in ISO 8601; as text `mon` … `sun`.
public enum Weekday: String, CaseIterable, Hashable, Sendable, Codable {
    case monday = "mon"
    case tuesday = "tue"
    case wednesday = "wed"
    case thursday = "thu"
    case friday = "fri"
    case saturday = "sat"
    case sunday = "sun"
}
