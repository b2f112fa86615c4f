/// Until when a claim may be filed, and what that follows from.
public struct ClaimDeadline: Hashable, Sendable, Codable {
    /// From what the time runs.
    public let from: ClaimRules.Anchor
    /// When that was.
    public let anchor: Instant
    /// The outage that it runs from; nil where it runs from something else.
    public let outage: Interval?
    /// The last local day on which a claim is in time.
    public let lastDay: LocalDate
    /// The first second that is too late: the end of `lastDay` in the agreement's zone.
    public let endsAt: Instant
    /// What it rests on.
    public let bearing: Bearing

    /// The last second that is in time: 23:59:59 of `lastDay`.
    public var lastSecond: Instant { endsAt.advanced(by: -1) }

    /// Whether a claim that arrives at an instant is in time.
    public func includes(_ instant: Instant) -> Bool { instant < endsAt }
}

extension ClaimDeadline {
    /// The deadline of claims under a remedy's rules, on what a statement says.
    ///
    /// The day of the anchor is day 0; the last day counts to its end. In an open window the last counted outage is the
    /// last so far, and the deadline may still move. Where no outage counts, what would run from its end runs from the
    /// window's. Nil where the time runs from the statement's publication, and it was not published; and where a calendar
    /// does not have so many business days.
    public static func evaluate(
        _ rules: ClaimRules, document: AgreementDocument, statement: Statement, publishedAt: Instant? = nil
    ) -> ClaimDeadline? {
        evaluate(
            rules, document: document, window: statement.window.interval, lastOutage: statement.countedDown.intervals.last,
            publishedAt: publishedAt, availability: statement.ratio)
    }

    /// The same, from the window and the last outage in it that counts.
    public static func evaluate(
        _ rules: ClaimRules, document: AgreementDocument, window: Interval, lastOutage: Interval?, publishedAt: Instant? = nil,
        availability: Ratio? = nil
    ) -> ClaimDeadline? {
        let anchor: Instant
        let day: LocalDate
        switch (rules.from, lastOutage) {
        case (.statementPublished, _):
            guard let publishedAt else { return nil }
            anchor = publishedAt
            day = document.zone.date(at: publishedAt)
        case (.lastOutageEnd, .some(let outage)):
            anchor = outage.end
            day = document.zone.date(at: outage.end)
        case (.windowEnd, _), (.lastOutageEnd, nil):
            // A window that ends at midnight ends with the day before: its last second tells which day that is.
            anchor = window.end
            day = document.zone.date(at: window.end.advanced(by: -1))
        }
        guard let lastDay = rules.period.lastDay(after: day, document.calendars) else { return nil }
        return ClaimDeadline(
            from: rules.from, anchor: anchor, outage: rules.from == .lastOutageEnd ? lastOutage : nil, lastDay: lastDay,
            endsAt: document.zone.startOfDay(lastDay.adding(days: 1)),
            bearing: Bearing(document, clauses: [rules.clause, rules.deadlineClause], availability: availability))
    }
}

extension ClaimPeriod {
    /// The last day of a period that begins on a day, which does not count itself.
    func lastDay(after day: LocalDate, _ calendars: [String: ServiceCalendar]) -> LocalDate? {
        switch self {
        case .days(let count): return day.adding(days: Int64(count))
        case .months(let count):
            let (year, month, _) = day.parts
            return LocalDate(firstOfMonth: month + count + 1, of: year).adding(days: -1)
        case .businessDays(let count, let calendar): return calendars[calendar]?.businessDay(count, after: day)
        }
    }
}

extension Statement {
    /// When it was down by what counts as down: the unknown time too, where the agreement says so.
    public var countedDown: IntervalSet {
        seconds.countedDown == seconds.down ? times.down : times.down.union(times.unknown)
    }
}
