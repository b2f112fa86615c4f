import Testing

@testable import Chassis

/// What a service says while it waits for its database.
@Suite struct ReminderTests {
    /// Asked every half second for `seconds`; the seconds at which it was due.
    private func due(_ reminder: inout Reminder, from start: ContinuousClock.Instant, halfSeconds: Range<Int>, _ what: String)
        -> [Double]
    {
        halfSeconds.filter { reminder.isDue(what, at: start + .milliseconds($0 * 500)) }.map { Double($0) / 2 }
    }

    @Test func whatIsStillSoIsSaidAtOnceThenEverMoreSeldom() {
        var reminder = Reminder()
        let times = due(&reminder, from: .now, halfSeconds: 0..<3600, "notConnected")
        #expect(times == [0, 5, 15, 35, 75, 155, 315, 615, 915, 1215, 1515])
    }

    @Test func somethingElseIsSaidAtOnceAndCountedAnew() {
        var reminder = Reminder()
        let start = ContinuousClock.now
        _ = due(&reminder, from: start, halfSeconds: 0..<100, "notConnected")
        let times = due(&reminder, from: start, halfSeconds: 100..<120, "server 57P03")
        #expect(times == [50, 55])
        #expect(due(&reminder, from: start, halfSeconds: 120..<121, "notConnected") == [60])
    }
}
