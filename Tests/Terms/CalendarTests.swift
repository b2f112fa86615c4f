import Testing

@testable import Terms

@Suite struct CalendarTests {
    private func calendar(_ json: String) throws -> ServiceCalendar {
        try node(json).read { ServiceCalendar($0) }
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func dueAndElapsedAgree(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let zone = ["Europe/Amsterdam", "America/New_York", "Australia/Lord_Howe", "Asia/Karachi"][Int(seed % 4)]
        let calendar = try calendar(
            """
            {"time_zone": "\(zone)", "holidays": ["2026-04-06", "2026-12-25"],
             "weekly": {"mon": [["08:30","17:00"]], "wed": [["22:00","06:00"]], "sat": [["00:00","24:00"]], "sun": [["01:00","02:30"]]}}
            """)
        let start = Instant(epochSeconds: Int64.random(in: 1_750_000_000...1_790_000_000, using: &generator))
        let pauses = IntervalSet(
            (0..<3).map { _ in
                let pause = start.advanced(by: Int64.random(in: -50_000...500_000, using: &generator))
                return Interval(pause, pause.advanced(by: Int64.random(in: 1...80_000, using: &generator)))
            })
        let seconds = Int64.random(in: 1...400_000, using: &generator)
        let due = try #require(calendar.due(seconds, after: start, pauses: pauses))
        #expect(calendar.elapsed(in: Interval(start, due), pauses: pauses) == seconds)
        #expect(calendar.elapsed(in: Interval(start, due.advanced(by: -1)), pauses: pauses) == seconds - 1)
        let open = calendar.openTime(in: Interval(start, due))
        #expect(open.subtracting(pauses).seconds == seconds)
    }

    @Test func aCalendarThatNeverOpensHasNoDueTime() throws {
        let closed = try calendar(#"{"time_zone":"UTC","weekly":{}}"#)
        #expect(closed.due(1, after: Instant(epochSeconds: 0)) == nil)
        #expect(closed.due(0, after: Instant(epochSeconds: 5)) == Instant(epochSeconds: 5))
        #expect(closed.elapsed(in: Interval(0, 1_000_000)) == 0)
        let always = try calendar(#"{"time_zone":"UTC","always":true}"#)
        #expect(always.due(60, after: Instant(epochSeconds: 0)) == Instant(epochSeconds: 60))
        #expect(always.due(.max, after: Instant(epochSeconds: 0)) == nil)
        #expect(always.due(1, after: .latest) == nil)
        let weekdays = try calendar(#"{"time_zone":"UTC","weekly":{"mon":[["00:00","24:00"]]}}"#)
        for long: Int64 in [.max, .max / 2, TimeSpan.longest.seconds] {
            #expect(weekdays.due(long, after: Instant(epochSeconds: 0)) == nil)
        }
        #expect(weekdays.due(1, after: .latest) == nil)
    }

    @Test func aNightBelongsToTheDayOnWhichItOpens() throws {
        let night = try calendar(
            #"{"time_zone":"Asia/Karachi","weekly":{"mon":[["22:00","06:00"]],"tue":[["22:00","06:00"]]},"holidays":["2026-03-09"]}"#
        )
        // Monday 9 March is a holiday: its night is gone, Tuesday's is not.
        #expect(try night.elapsed(in: from("2026-03-09T00:00:00+05:00", to: "2026-03-10T12:00:00+05:00")) == 0)
        #expect(try night.elapsed(in: from("2026-03-10T00:00:00+05:00", to: "2026-03-11T12:00:00+05:00")) == 8 * 3600)
    }

    @Test func newYearsNightIsCountedOnce() throws {
        let night = try calendar(#"{"time_zone":"UTC","weekly":{"wed":[["20:00","08:00"]],"thu":[["00:00","04:00"]]}}"#)
        #expect(try night.elapsed(in: from("2025-12-31T00:00:00Z", to: "2026-01-01T23:00:00Z")) == 12 * 3600)
        #expect(try night.due(12 * 3600, after: at("2025-12-31T00:00:00Z")) == (try at("2026-01-01T08:00:00Z")))
    }

    @Test(arguments: [
        #"{}"#, #"{"time_zone":"PKT","always":true}"#, #"{"time_zone":"UTC","weekly":{"mon":[["09:00"]]}}"#,
        #"{"time_zone":"UTC","weekly":{"mon":[["9:00","17:00"]]}}"#, #"{"time_zone":"UTC","weekly":{"mon":[["24:00","17:00"]]}}"#,
        #"{"time_zone":"UTC","weekly":{"mon":[["09:00","24:01"]]}}"#, #"{"time_zone":"UTC","weekly":{"monday":[]}}"#,
        #"{"time_zone":"UTC","weekly":{},"holidays":["2026-02-30"]}"#, #"{"time_zone":"UTC","weekly":{},"extra":1}"#,
    ])
    func refuses(json: String) {
        #expect(!problems { _ = try calendar(json) }.isEmpty)
    }
}
