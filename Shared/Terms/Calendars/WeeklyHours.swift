/// When a calendar is open in an ordinary week, in local wall time.
public struct WeeklyHours: Hashable, Sendable {
    /// Hours of one day, in minutes after local midnight.
    ///
    /// A closing that is not after its opening is one of the next day; 24 × 60 closes with the day. Either way the span
    /// belongs to the day on which it opens.
    public struct Span: Hashable, Sendable {
        /// 0 … 1439.
        public let opensAtMinute: Int
        /// 0 … 1440.
        public let closesAtMinute: Int

        /// From `"08:30"` to `"17:00"`; nil when either is no time of a day.
        public init?(opens: String, closes: String) {
            guard let opening = Self.minute(opens), opening < Self.minutesADay, let closing = Self.minute(closes) else {
                return nil
            }
            opensAtMinute = opening
            closesAtMinute = closing
        }

        /// From midnight to midnight.
        static let wholeDay = Span(opensAtMinute: 0, closesAtMinute: minutesADay)

        private init(opensAtMinute: Int, closesAtMinute: Int) {
            self.opensAtMinute = opensAtMinute
            self.closesAtMinute = closesAtMinute
        }

        private static func minute(_ text: String) -> Int? {
            var scanner = DigitScanner(text)
            guard let hour = scanner.number(digits: 2), scanner.skip(":"), let minute = scanner.number(digits: 2),
                scanner.isAtEnd,
                minute <= 59, hour * 60 + minute <= minutesADay
            else { return nil }
            return hour * 60 + minute
        }

        private static let minutesADay = 1440

        /// The closing in minutes after the midnight before the opening.
        var closesAtMinuteFromOpeningDay: Int {
            closesAtMinute > opensAtMinute ? closesAtMinute : closesAtMinute + Self.minutesADay
        }
    }

    /// The spans by the day on which they open.
    public let spans: [Weekday: [Span]]

    /// Hours a weekday; days that are not named are closed.
    public init(_ spans: [Weekday: [Span]]) {
        self.spans = spans
    }
}
