import Terms
import Testing

/// Which version of an agreement holds for a customer, and judges its windows.
@Suite struct VersionSuccessionTests {
    private func succession(_ entries: (Int, Int64?)...) -> VersionSuccession {
        VersionSuccession(
            entries.map { version, start in
                VersionSuccession.Entry(version: version, start: start.map { Instant(epochSeconds: $0) })
            })
    }

    private func at(_ second: Int64) -> Instant { Instant(epochSeconds: second) }

    @Test func theLastWhoseTimeHasComeIsInForce() {
        let versions = succession((1, 100), (2, nil), (3, 300))
        #expect(versions.version(at: at(99)) == nil)
        #expect(versions.version(at: at(100)) == 1)
        #expect(versions.version(at: at(299)) == 1)
        #expect(versions.version(at: at(300)) == 3)
        #expect(versions.force(of: 1) == Interval(100, 300))
        #expect(versions.force(of: 2) == nil)
        #expect(versions.force(of: 3) == Interval(at(300), .latest))
        #expect(versions.force(of: 4) == nil)
    }

    @Test func whatIsOvertakenBeforeItsTimeIsNeverInForce() {
        let versions = succession((1, 0), (2, 500), (3, 200))
        #expect(versions.version(at: at(300)) == 3)
        #expect(versions.version(at: at(600)) == 3)
        #expect(versions.force(of: 2) == nil)
        #expect(versions.force(of: 1) == Interval(0, 200))
    }

    @Test func aRunningWindowKeepsItsVersionUnlessTheRuleSaysSwitch() {
        let versions = succession((1, 0), (2, 150))
        let window = Interval(100, 200)
        #expect(versions.judge(of: window, deciding: window.start) { _ in false } == 1)
        #expect(versions.judge(of: window, deciding: window.start) { $0 == 1 } == 2)
        #expect(versions.judge(of: Interval(200, 300), deciding: at(200)) { _ in false } == 2)
        // A window that began before anything was in force is judged by the first to come.
        let late = succession((1, 120), (2, 150))
        #expect(late.judge(of: window, deciding: window.start) { _ in false } == 1)
        #expect(succession((1, 200)).judge(of: window, deciding: window.start) { _ in false } == nil)
    }

    @Test func daysOfNoticeAreLocalDays() throws {
        let zone = try #require(Zone("Europe/Berlin"))
        let given = try #require(Instant(rfc3339: "2026-03-10T09:30:00Z"))
        // 10:30 in winter; thirty days later 10:30 in summer, an hour earlier in UTC.
        #expect(zone.instant(given, plusDays: 30) == Instant(rfc3339: "2026-04-09T08:30:00Z"))
        #expect(zone.instant(given, plusDays: 0) == given)
        // 02:30 does not exist on the day on which summer time begins.
        let night = try #require(Instant(rfc3339: "2026-03-28T01:30:00Z"))
        #expect(zone.instant(night, plusDays: 1) == Instant(rfc3339: "2026-03-29T01:30:00Z"))
    }
}
