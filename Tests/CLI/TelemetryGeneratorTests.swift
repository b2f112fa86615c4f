import Terms
import Testing

@testable import CLI

@Suite struct TelemetryGeneratorTests {
    /// March 2026 in Karachi.
    private let march = Interval(1_772_305_200, 1_774_983_600)

    @Test func theSameSeedGivesTheSameLines() {
        let one = TelemetryGenerator(interval: march, seed: 7)
        let two = TelemetryGenerator(interval: march, seed: 7)
        for probe in TelemetryGenerator.probes {
            #expect(one.lines(of: probe, service: "s") == two.lines(of: probe, service: "s"))
        }
        #expect(TelemetryGenerator(interval: march, seed: 8).outages != one.outages)
    }

    @Test func thereAreOutagesSilencesAndOneSampleAMinuteOtherwise() throws {
        let generator = TelemetryGenerator(interval: march, seed: 7)
        let lines = generator.lines(of: TelemetryGenerator.probes[0], service: "cpaas")
        #expect(lines.count > 44_640 * 98 / 100)
        #expect(lines.count < 44_640)
        let down = lines.filter { $0.hasSuffix(",down") }.count
        let expected = try #require(generator.outages["api"]).map { Int($0.to - $0.from) / 60 }.reduce(0, +)
        #expect(down > 0)
        #expect(abs(down - expected) <= 60)
    }

    @Test func samplesLieWithinTheIntervalAndNeverTwiceAtOneTime() {
        let generator = TelemetryGenerator(interval: march, seed: 7)
        for probe in TelemetryGenerator.probes {
            let times = generator.lines(of: probe, service: "s").compactMap { Int64($0.split(separator: ",")[3]) }
            #expect(Set(times).count == times.count)
            #expect(times.allSatisfy { march.start.epochSeconds <= $0 && $0 < march.end.epochSeconds })
        }
    }

    @Test func bothPlacesSeeTheSameOutage() throws {
        let generator = TelemetryGenerator(interval: march, seed: 7)
        let outage = try #require(generator.outages["sms"]?.first { $0.to - $0.from > 300 })
        for probe in TelemetryGenerator.probes where probe.component == "sms" {
            let inside = generator.lines(of: probe, service: "s").filter { line in
                Int64(line.split(separator: ",")[3]).map(outage.holds) ?? false
            }
            #expect(inside.allSatisfy { $0.hasSuffix(",down") })
        }
    }

    @Test func thePastBeginsWithLastMonthInKarachi() throws {
        let interval = try DemoTelemetry.interval(endingAt: 1_775_000_000)
        #expect(interval.start == march.start)
        #expect(interval.end == Instant(epochSeconds: 1_775_000_000))
    }
}
