/// Over which stretch of time a commitment is judged.
public enum WindowKind: Hashable, Sendable {
    /// A calendar month.
    case month
    /// A calendar quarter: January to March, and so on.
    case quarter
    /// A calendar year.
    case year
    /// A quarter of a fiscal year that begins with a month, 1…12.
    case fiscalQuarter(firstMonth: Int)
    /// A month that begins on the customer's billing day, 1…31; in a month that has no such day, on its last. Nil until it
    /// is anchored for a customer; it is then the calendar month.
    case planMonth(day: Int?)
    /// The so many local days up to an instant.
    case rolling(days: Int)
    /// The so many local days up to a midnight of the agreement's zone: closed once a day.
    case rollingDaily(days: Int)

    /// Longest rolling window in days: ten years.
    public static let daysMaximum = 3660

    /// Days of a rolling window; nil for all others.
    public var rollingDays: Int? {
        switch self {
        case .rolling(let days), .rollingDaily(let days): days
        case .month, .quarter, .year, .fiscalQuarter, .planMonth: nil
        }
    }

    /// The same for a customer whose billing day that is. Only plan months differ by customer.
    public func anchored(day: Int) -> WindowKind {
        if case .planMonth(nil) = self { .planMonth(day: min(max(day, 1), 31)) } else { self }
    }
}

extension WindowKind: CustomStringConvertible {
    /// What `description` may be, for messages.
    public static let expected =
        "month, quarter, year, fiscal-quarter-<month> such as fiscal-quarter-4, plan-month, rolling-<days>d such as rolling-180d, "
        + "or rolling-<days>d-daily"

    /// `month`, `quarter`, `year`, `fiscal-quarter-4`, `plan-month`, `plan-month-31`, `rolling-180d`, `rolling-180d-daily`.
    public var description: String {
        switch self {
        case .month: "month"
        case .quarter: "quarter"
        case .year: "year"
        case .fiscalQuarter(let month): "fiscal-quarter-\(month)"
        case .planMonth(nil): "plan-month"
        case .planMonth(.some(let day)): "plan-month-\(day)"
        case .rolling(let days): "rolling-\(days)d"
        case .rollingDaily(let days): "rolling-\(days)d-daily"
        }
    }

    /// Reads what `description` writes; nil for anything else.
    public init?(_ text: String) {
        switch text {
        case "month": self = .month
        case "quarter": self = .quarter
        case "year": self = .year
        case "plan-month": self = .planMonth(day: nil)
        default:
            if let month = Self.number(in: text, after: "fiscal-quarter-", before: "", 1...12) {
                self = .fiscalQuarter(firstMonth: month)
            } else if let day = Self.number(in: text, after: "plan-month-", before: "", 1...31) {
                self = .planMonth(day: day)
            } else if let days = Self.number(in: text, after: "rolling-", before: "d", 1...Self.daysMaximum) {
                self = .rolling(days: days)
            } else if let days = Self.number(in: text, after: "rolling-", before: "d-daily", 1...Self.daysMaximum) {
                self = .rollingDaily(days: days)
            } else {
                return nil
            }
        }
    }

    private static func number(in text: String, after prefix: String, before suffix: String, _ range: ClosedRange<Int>) -> Int? {
        guard text.hasPrefix(prefix), text.hasSuffix(suffix), text.utf8.count > prefix.utf8.count + suffix.utf8.count else {
            return nil
        }
        var scanner = DigitScanner(String(text.dropFirst(prefix.count).dropLast(suffix.count)))
        guard let number = scanner.number(atMost: 4), scanner.isAtEnd, range.contains(Int(number)) else { return nil }
        return Int(number)
    }
}

extension WindowKind: Codable {
    /// - Throws: `DecodingError.dataCorrupted` when the text names no kind of window.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let kind = try WindowKind(container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "not a kind of window such as month or rolling-180d")
        }
        self = kind
    }

    /// Writes what `description` says.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
