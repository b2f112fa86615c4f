/// The time of day, or the calendar, in which something is to be done.
///
/// `{between: ["02:00", "05:00"], in: agreement, strength: target}`, or `{outside: business-hours}`.
public struct HoursRule: Hashable, Sendable {
    /// Which time is meant.
    public enum Extent: Hashable, Sendable {
        /// A span of every day.
        case between(WeeklyHours.Span)
        /// All time in which a calendar is closed.
        case outside(calendar: String)
    }

    /// Whose clock a span is read on.
    public enum Clock: String, CaseIterable, Hashable, Sendable {
        /// The agreement's time zone.
        case agreement
        /// The customer's.
        case customer
    }

    /// Which time is meant.
    public let extent: Extent
    /// Whose clock a span is read on.
    public let clock: Clock
    /// Whether it binds: what lies outside such hours is then not excluded. An aim is reported only.
    public let strength: Strength
    /// The clause.
    public let clause: String

    init(_ reader: NodeReader, _ names: AgreementNames, _ otherwise: String) {
        let forms = ["between", "outside"].filter { reader.has($0) }
        if forms.count != 1 { reader.fail("must have exactly one of: between, outside") }
        extent =
            forms.first == "outside"
            ? .outside(calendar: names.name(reader["outside"], among: names.calendars, kind: "calendar"))
            : .between(reader["between"].timesOfDay("[\"22:00\", \"06:00\"]"))
        clock = reader.ifPresent("in") { $0.choice() } ?? .agreement
        strength = reader["strength"].choice()
        clause = names.clause(of: reader, otherwise: otherwise)
    }

    init(usual span: WeeklyHours.Span, clause: String) {
        extent = .between(span)
        clock = .agreement
        strength = .target
        self.clause = clause
    }
}

extension HoursRule {
    /// The part of an interval that keeps to the hours, on the clocks of these zones.
    public func time(
        in interval: Interval, calendars: [String: ServiceCalendar], agreementZone: Zone, customerZone: Zone? = nil
    ) -> IntervalSet {
        switch extent {
        case .outside(let key):
            guard let calendar = calendars[key] else { return .empty }
            return IntervalSet(interval).subtracting(calendar.openTime(in: interval))
        case .between(let span):
            let everyDay = Dictionary(uniqueKeysWithValues: Weekday.allCases.map { ($0, [span]) })
            let zone = clock == .customer ? customerZone ?? agreementZone : agreementZone
            return ServiceCalendar(zone: zone, hours: WeeklyHours(everyDay)).openTime(in: interval)
        }
    }
}

extension NodeReader {
    /// Two times of a day, `["02:00", "05:00"]`.
    func timesOfDay(_ example: String) -> WeeklyHours.Span {
        let wholeDay = WeeklyHours.Span.wholeDay
        let pair = list(2...2) { $0.text(1...20) }
        guard pair.count == 2 else { return wholeDay }
        guard let span = WeeklyHours.Span(opens: pair[0], closes: pair[1]) else {
            fail("must be two times of a day such as \(example)")
            return wholeDay
        }
        return span
    }
}
