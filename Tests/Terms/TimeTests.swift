import Foundation
import Testing

@testable import Terms

@Suite struct TimeTests {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-03-10T01:30:00Z", 1_773_106_200),
            ("2026-03-10t06:30:00.999999999+05:00", 1_773_106_200),
            ("2026-03-09T20:00:00-05:30", 1_773_106_200), ("2016-12-31T23:59:60Z", 1_483_228_800), ("1969-12-31T23:59:59.5Z", -1),
            ("2024-02-29T00:00:00z", 1_709_164_800), ("0001-01-01T00:00:00Z", -62_135_596_800),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
        ] as [(String, Int64)])
    func readsRFC3339(text: String, seconds: Int64) {
        #expect(Instant(rfc3339: text)?.epochSeconds == seconds)
    }

    @Test(arguments: [
        "", "2026-03-10", "2026-03-10T01:30:00", "2026-03-10 01:30:00Z", "2026-3-10T01:30:00Z", "2026-13-10T01:30:00Z",
        "2026-02-29T01:30:00Z",
        "2026-03-10T24:00:00Z", "2026-03-10T01:60:00Z", "2026-03-10T01:30:61Z", "2026-03-10T01:30:00.Z",
        "2026-03-10T01:30:00+0500",
        "2026-03-10T01:30:00+24:00", "2026-03-10T01:30:00Zx", "٢٠٢٦-03-10T01:30:00Z", "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00+01:00",
        "20260310T013000Z", "+2026-03-10T01:30:00Z",
    ])
    func refusesTheRest(text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test(arguments: 0..<200 as Range<UInt64>)
    func writesWhatItReads(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let instant = Instant(
            epochSeconds: Int64.random(in: Instant.earliest.epochSeconds...Instant.latest.epochSeconds, using: &generator))
        #expect(Instant(rfc3339: instant.description) == instant)
        let date = Zone.utc.date(at: instant)
        #expect(LocalDate(date.description) == date)
        let (year, month, day) = date.parts
        #expect(LocalDate(year: year, month: month, day: day) == date)
    }

    @Test func arithmeticStaysInBounds() {
        #expect(Instant(epochSeconds: .max).advanced(by: 1).epochSeconds == .max)
        #expect(Instant(epochSeconds: .min).advanced(by: -1).epochSeconds == .min)
        #expect(Instant(epochSeconds: .max) - Instant(epochSeconds: .min) == .max)
        #expect(Interval(5, 3).isEmpty)
    }

    @Test func weekdays() throws {
        #expect(try #require(LocalDate("2026-03-27")).weekday == .friday)
        #expect(try #require(LocalDate("1969-12-31")).weekday == .wednesday)
    }

    @Test(
        arguments: [
            ("PT48H", 172_800), ("P14D", 1_209_600), ("PT1H30M", 5400), ("P1DT1S", 86_401), ("PT0S", 0), ("P2W", 1_209_600),
        ] as [(String, Int64)])
    func readsTimeSpans(text: String, seconds: Int64) {
        #expect(TimeSpan(text)?.seconds == seconds)
    }

    @Test(arguments: [
        "", "P", "PT", "P1M", "P1Y", "PT1", "1H", "PT1H1H", "PT1M1H", "P1DT", "PT-1H", "PT1.5H", "PT99999999999S", "P9999999W",
    ])
    func refusesOtherTimeSpans(text: String) {
        #expect(TimeSpan(text) == nil)
    }

    @Test(arguments: ["PKT", "GMT+5", "+05:00", "Europe/Atlantis", "", "../etc/passwd", "Asia/Karachi "])
    func zonesAreIANANames(name: String) {
        #expect(Zone(name) == nil)
    }

    /// As java.time: a skipped wall time moves on by the gap, of a repeated one the first is meant.
    @Test(arguments: [
        ("Europe/Amsterdam", "2026-03-29T02:30:00Z", "2026-03-29T01:30:00Z"),
        ("Europe/Amsterdam", "2026-10-25T02:30:00Z", "2026-10-25T00:30:00Z"),
        ("America/Santiago", "2025-09-07T00:00:00Z", "2025-09-07T04:00:00Z"),
        ("Australia/Lord_Howe", "2025-10-05T02:15:00Z", "2025-10-04T15:45:00Z"),
        ("Pacific/Apia", "2011-12-30T12:00:00Z", "2011-12-30T22:00:00Z"),
        ("Asia/Karachi", "2026-03-10T01:30:00Z", "2026-03-09T20:30:00Z"),
    ])
    func wallTimesBecomeInstants(name: String, wall: String, expected: String) throws {
        let zone = try #require(Zone(name))
        #expect(try zone.instant(wallSeconds: at(wall).epochSeconds) == at(expected))
    }
}

@Suite struct NumberTests {
    @Test(arguments: [
        ("99.9", "99.9"), ("100", "100"), ("100.000", "100"), ("0.05", "0.05"), ("00.50", "0.5"), ("0", "0"),
        ("99.999999", "99.999999"),
    ])
    func percentagesAreExact(text: String, shown: String) {
        #expect(Percent(text)?.description == shown)
    }

    @Test(arguments: ["", ".", "99.", ".9", "-1", "+1", "1e1", "99,9", "99.9%", "99.99999999", "10000", " 9", "٩"])
    func otherPercentagesAreRefused(text: String) {
        #expect(Percent(text) == nil)
    }

    @Test func comparisonIsByValue() throws {
        #expect(try #require(Percent("99.90")) == #require(Percent("99.9")))
        #expect(try #require(Percent("9.9")) < #require(Percent("99")))
        let ratio = try #require(Ratio(999, of: 1000))
        #expect(try ratio.reaches(#require(Percent("99.9"))))
        #expect(try !ratio.reaches(#require(Percent("99.900001"))))
        #expect(try #require(Ratio(.max, of: .max)).reaches(.hundred))
        #expect(Ratio(1, of: 0) == nil)
    }

    @Test func nothingBelowATargetReadsAsMet() throws {
        #expect(try #require(Ratio(2_592_000_000 - 2_592_001, of: 2_592_000_000)).percent == "99.8999")
        #expect(try #require(Ratio(1, of: 3)).percent == "33.3333")
        #expect(try #require(Ratio(0, of: 3)).percent == "0.0000")
    }

    @Test func fractionsStayInLowestTerms() throws {
        #expect(Rational(6, over: -4).description == "-3/2")
        #expect(Rational(-3, over: 2).floored == -2)
        #expect(Rational(-3, over: 2).ceiling == -1)
        #expect(Rational(-1, over: 3).floored(places: 2) == "-0.34")
        #expect(Rational("665861/25") == Rational(665_861, over: 25))
        for bad in ["", "/", "1/", "/2", "1/0", "1/-2", "1/2/3", "a", "99999999999999999999"] {
            #expect(Rational(bad) == nil, "\(bad)")
        }
    }
}
