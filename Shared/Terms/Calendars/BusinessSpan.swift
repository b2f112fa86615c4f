/// A promised length of time, counted in the open time of a calendar: `PT8H`, or `{business_days: 1}`.
///
/// A business day is as long as its calendar says (`business_day: PT8H`), wherever in a day it begins; so one of eight
/// hours that begins on Monday at 10:00, with closing at 17:00, ends on Tuesday.
public enum BusinessSpan: Hashable, Sendable {
    /// So much open time.
    case openTime(TimeSpan)
    /// So many business days.
    case businessDays(Int)

    /// Reads either form; problems are noted with the reader.
    public init(_ reader: NodeReader) {
        if case .map = reader.node?.value {
            self = .businessDays(reader.object { Int($0["business_days"].integer(1...365)) })
        } else {
            self = .openTime(reader.timeSpan())
        }
    }

    /// Its length in open seconds of a calendar; nil where it counts business days, and the calendar does not say how long
    /// one is.
    public func seconds(in calendar: ServiceCalendar) -> Int64? {
        switch self {
        case .openTime(let span): span.seconds
        case .businessDays(let count): calendar.businessDay.map { $0.seconds * Int64(count) }
        }
    }
}
