import Terms
import Testing

@testable import CLI

@Suite struct TelemetryGeneratorTests {
    /// March 2026 in Karachi.
    private let march = Interval(1_772_305_200, 1_774_983_600)
    private let probes = [("api", "khi"), ("sms", "khi"), ("sms", "lhe")].map {
        TelemetryGenerator.Probe(component: $0.0, location: $0.1)
    }

    @Test func theSameSeedGivesTheSameLines() {
        let one = TelemetryGenerator(probes: probes, interval: march, seed: 7)
        let two = TelemetryGenerator(probes: probes, interval: march, seed: 7)
        for probe in probes {
            #expect(one.lines(of: probe, service: "s") == two.lines(of: probe, service: "s"))
        }
        #expect(TelemetryGenerator(probes: probes, interval: march, seed: 8).outages != one.outages)
    }

    @Test func thereAreOutagesSilencesAndOneSampleAMinuteOtherwise() throws {
        let generator = TelemetryGenerator(probes: probes, interval: march, seed: 7)
        let lines = generator.lines(of: probes[0], service: "cpaas")
        #expect(lines.count > 44_640 * 98 / 100)
        #expect(lines.count < 44_640)
        let down = lines.filter { $0.hasSuffix(",down") }.count
        let expected = try #require(generator.outages["api"]).map { Int($0.to - $0.from) / 60 }.reduce(0, +)
        #expect(down > 0)
        #expect(abs(down - expected) <= 60)
    }

    @Test func samplesLieWithinTheIntervalAndNeverTwiceAtOneTime() {
        let generator = TelemetryGenerator(probes: probes, interval: march, seed: 7)
        for probe in probes {
            let times = generator.lines(of: probe, service: "s").compactMap { Int64($0.split(separator: ",")[3]) }
            #expect(Set(times).count == times.count)
            #expect(times.allSatisfy { march.start.epochSeconds <= $0 && $0 < march.end.epochSeconds })
        }
    }

    @Test func bothPlacesSeeTheSameOutage() throws {
        let generator = TelemetryGenerator(probes: probes, interval: march, seed: 7)
        let outage = try #require(generator.outages["sms"]?.first { $0.to - $0.from > 300 })
        for probe in probes where probe.component == "sms" {
            let inside = generator.lines(of: probe, service: "s").filter { line in
                Int64(line.split(separator: ",")[3]).map(outage.holds) ?? false
            }
            #expect(inside.allSatisfy { $0.hasSuffix(",down") })
        }
    }

    @Test func whatIsKnownIsSeenBesidesWhatIsDrawn() {
        let known = TelemetryGenerator.Span(from: march.end.epochSeconds - 4_800, to: march.end.epochSeconds + 1_200)
        let generator = TelemetryGenerator(probes: probes, interval: march, seed: 7, known: ["sms": [known]])
        let last = generator.lines(of: probes[2], service: "s").suffix(70)
        #expect(last.allSatisfy { $0.hasSuffix(",down") })
        #expect(generator.outages["api"] == TelemetryGenerator(probes: probes, interval: march, seed: 7).outages["api"])
    }
}
