import Testing

@testable import Terms

/// Windows beyond calendar months: fiscal quarters, plan months, and those that are closed daily.
@Suite struct WindowKindTests {
    private func window(_ kind: String, _ instant: String, _ zone: String = "Europe/Amsterdam") throws -> Window {
        Window.containing(try at(instant), kind: try #require(WindowKind(kind)), zone: try #require(Zone(zone)))
    }

    @Test(arguments: [
        "month", "quarter", "year", "fiscal-quarter-4", "plan-month", "plan-month-31", "rolling-180d", "rolling-180d-daily",
    ])
    func textFormsAreStable(text: String) throws {
        #expect(try #require(WindowKind(text)).description == text)
    }

    @Test(arguments: [
        "", "months", "fiscal-quarter-13", "fiscal-quarter-", "plan-month-0", "plan-month-32", "rolling-0d", "rolling-d",
        "rolling--1d", "rolling-3661d", "rolling-1d-weekly", "rolling-+5d",
    ])
    func nothingElseIsAKind(text: String) {
        #expect(WindowKind(text) == nil)
    }

    @Test func fiscalQuarters() throws {
        let first = try window("fiscal-quarter-4", "2026-05-15T00:00:00Z")
        #expect(try first.interval == from("2026-04-01T00:00:00+02:00", to: "2026-07-01T00:00:00+02:00"))
        #expect(first.label == "2026-04 to 2026-06")
        // The fiscal year that begins in February has a quarter that crosses New Year.
        let across = try window("fiscal-quarter-2", "2026-01-15T00:00:00Z")
        #expect(try across.interval == from("2025-11-01T00:00:00+01:00", to: "2026-02-01T00:00:00+01:00"))
        #expect(
            try window("fiscal-quarter-1", "2026-05-15T00:00:00Z").interval == window("quarter", "2026-05-15T00:00:00Z").interval)
    }

    @Test func planMonthsBeginOnTheBillingDayOrTheLast() throws {
        let january = try window("plan-month-31", "2026-02-10T00:00:00Z")
        #expect(try january.interval == from("2026-01-31T00:00:00+01:00", to: "2026-02-28T00:00:00+01:00"))
        #expect(january.label == "2026-01-31 to 2026-02-27")
        let february = january.next(in: try #require(Zone("Europe/Amsterdam")))
        #expect(try february.interval == from("2026-02-28T00:00:00+01:00", to: "2026-03-31T00:00:00+02:00"))
        let leap = try window("plan-month-29", "2028-02-29T12:00:00Z")
        #expect(try leap.interval == from("2028-02-29T00:00:00+01:00", to: "2028-03-29T00:00:00+02:00"))
        #expect(WindowKind.planMonth(day: nil).anchored(day: 15) == .planMonth(day: 15))
        #expect(WindowKind.month.anchored(day: 15) == .month)
        #expect(try window("plan-month", "2026-02-10T00:00:00Z").interval == window("month", "2026-02-10T00:00:00Z").interval)
    }

    /// S0-2: 180 days, closed daily at midnight of the agreement's zone: 259,200 minutes.
    @Test func closedDaily() throws {
        let utc = try window("rolling-180d-daily", "2026-11-03T15:20:00Z", "UTC")
        #expect(try utc.interval.end == at("2026-11-04T00:00:00Z"))
        #expect(utc.interval.seconds == 259_200 * 60)
        #expect(try utc.next(in: .utc).interval.end == at("2026-11-05T00:00:00Z"))
        #expect(try utc.previous(in: .utc).interval.end == at("2026-11-03T00:00:00Z"))
        #expect(utc.interval.contains(try at("2026-11-03T23:59:59Z")))
    }

    /// Whatever the kind: the window holds its instant, and its neighbours touch it.
    @Test(arguments: ["month", "quarter", "year", "fiscal-quarter-7", "fiscal-quarter-12", "plan-month-1", "plan-month-30"])
    func windowsTile(text: String) throws {
        var generator = SeededGenerator(seed: 7)
        for zone in try ["UTC", "Europe/Amsterdam", "Pacific/Apia"].map({ try #require(Zone($0)) }) {
            for _ in 0..<200 {
                let instant = Instant(epochSeconds: Int64.random(in: 0...4_000_000_000, using: &generator))
                let window = Window.containing(instant, kind: try #require(WindowKind(text)), zone: zone)
                #expect(window.interval.contains(instant))
                #expect(window.next(in: zone).interval.start == window.interval.end)
                #expect(window.previous(in: zone).interval.end == window.interval.start)
                #expect(window.next(in: zone).previous(in: zone) == window)
            }
        }
    }
}
