extension ServiceCalendar {
    /// Reads `{"time_zone": …, "weekly": {"mon": [["09:00", "17:00"]]}, "holidays": ["2026-04-27"]}`, or
    /// `{"always": true}`; either may say `"business_day": "PT8H"`. Other members are for the caller to read. Problems are noted with the reader.
    public convenience init(_ reader: NodeReader, defaultZone: Zone? = nil) {
        let zone = reader.ifPresent("time_zone") { $0.zone() } ?? defaultZone ?? reader["time_zone"].zone()
        if reader.ifPresent("always", { $0.bool() }) ?? false {
            self.init(alwaysOpenIn: zone, businessDay: Self.businessDay(reader))
            return
        }
        let spans = reader["weekly"].object { week in
            Weekday.allCases.reduce(into: [Weekday: [WeeklyHours.Span]]()) { spans, day in
                spans[day] = week.ifPresent(day.rawValue) { $0.list(0...Self.spansMaximum, Self.span).compactMap { $0 } }
            }
        }
        let holidays = reader.ifPresent("holidays") { $0.list(0...Self.holidaysMaximum) { $0.date() } } ?? []
        self.init(zone: zone, hours: WeeklyHours(spans), holidays: Set(holidays), businessDay: Self.businessDay(reader))
    }

    /// Reads how long a business day is: more than nothing, and no longer than a day.
    private static func businessDay(_ reader: NodeReader) -> TimeSpan? {
        reader.ifPresent("business_day") { part in
            let length = part.timeSpan()
            if !part.isStandIn, !(1...86_400).contains(length.seconds) {
                part.fail("must be longer than nothing and at most PT24H")
            }
            return length
        }
    }

    /// Spans a weekday.
    private static let spansMaximum = 24
    /// Holidays a calendar: forty a year for half a century.
    private static let holidaysMaximum = 2000

    private static func span(_ reader: NodeReader) -> WeeklyHours.Span? {
        let pair = reader.list(2...2) { $0.text(1...20) }
        guard pair.count == 2 else { return nil }
        let span = WeeklyHours.Span(opens: pair[0], closes: pair[1])
        if span == nil { reader.fail("must be two times of a day such as [\"09:00\", \"17:00\"]") }
        return span
    }
}
