/// How long a claim may be made: `{days: 30}`, `{months: 1}`, `{business_days: 10, calendar: office}`.
public enum ClaimPeriod: Hashable, Sendable {
    /// Local days of the agreement's zone, to the end of the last of them.
    case days(Int)
    /// To the end of the so manieth calendar month after the one in which it begins.
    case months(Int)
    /// Business days of a calendar, to the end of the last of them.
    case businessDays(Int, calendar: String)

    /// The longest: ten years.
    static let daysMaximum: Int64 = 3660

    init(_ reader: NodeReader, _ names: AgreementNames) {
        let forms = ["days", "months", "business_days"].filter { reader.has($0) }
        if forms.count != 1 { reader.fail("must have exactly one of: days, months, business_days") }
        switch forms.first {
        case "months": self = .months(Int(reader["months"].integer(1...120)))
        case "business_days":
            let calendar = names.name(reader["calendar"], among: names.calendars, kind: "calendar")
            self = .businessDays(Int(reader["business_days"].integer(1...365)), calendar: calendar)
        case "days": self = .days(Int(reader["days"].integer(1...Self.daysMaximum)))
        default: self = .days(1)
        }
    }

    /// The fewest local days that it may be.
    public var fewestDays: Int {
        switch self {
        case .days(let days), .businessDays(let days, _): days
        // From the last day of January to the end of February.
        case .months(let months): months * 28
        }
    }
}

extension ClaimPeriod: CustomStringConvertible {
    /// `30 days`, `1 month`, `10 business days`.
    public var description: String {
        switch self {
        case .days(let count): count == 1 ? "1 day" : "\(count) days"
        case .months(let count): count == 1 ? "1 month" : "\(count) months"
        case .businessDays(let count, _): count == 1 ? "1 business day" : "\(count) business days"
        }
    }
}
