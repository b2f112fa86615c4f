import Testing

@testable import Terms

@Suite struct RequestDowntimeTests {
    private func derive(_ slices: [(Int64, Int64, Int64)], rate: String = "50", stale: Int64 = 120) throws -> Condition {
        RequestDowntime.derive(
            slices: slices.map { RequestSlice(start: Instant(epochSeconds: $0.0), total: $0.1, failed: $0.2) }, sliceSeconds: 60,
            downErrorRate: try #require(Percent(rate)), staleSeconds: stale, window: Interval(0, 600))
    }

    @Test func aSliceIsDownFromTheAgreedRateOn() throws {
        let condition = try derive([
            (0, 100, 49), (60, 100, 50), (120, 100, 100), (180, 3, 1), (240, 3, 2), (300, 0, 0), (420, 1, 0), (540, 1, 0),
        ])
        #expect(condition.down == [Interval(60, 180), Interval(240, 300)])
        #expect(condition.unknown == .empty)
    }

    @Test func noRequestsIsUpWhenThereWasAReport() throws {
        let condition = try derive([(0, 0, 0), (120, 0, 0), (240, 0, 0), (360, 0, 0), (480, 0, 0)])
        #expect(condition == .up)
    }

    @Test func silenceIsUnknown() throws {
        let condition = try derive([(540, 1, 1), (60, 1, 1), (120, 1, 0)])
        #expect(condition.down == [Interval(60, 120), Interval(540, 600)])
        #expect(condition.unknown == [Interval(0, 60), Interval(240, 540)])
    }

    @Test func aSliceSpeaksForItsOwnLengthAtLeast() throws {
        #expect(try derive([(0, 1, 1)], stale: 10).down == [Interval(0, 60)])
    }

    @Test func ofTwoReportsOnOneSliceDownWins() throws {
        #expect(try derive([(0, 1, 0), (0, 1, 1), (60, 1, 0)], stale: 60).down == [Interval(0, 60)])
        #expect(try derive([(0, 1, 1), (0, 1, 0), (60, 1, 0)], stale: 60).down == [Interval(0, 60)])
    }

    @Test func theRateIsExact() throws {
        #expect(try derive([(0, 1000, 333)], rate: "33.3", stale: 60).down == [Interval(0, 60)])
        #expect(try derive([(0, 1_000_000, 332_999)], rate: "33.3", stale: 60).down == .empty)
        #expect(try derive([(0, .max, .max)], rate: "100", stale: 60).down == [Interval(0, 60)])
    }

    @Test func probesOfUnknownLocationsArePassedOver() {
        let samples = [
            ProbeSample(location: "a", at: Instant(epochSeconds: 0), isUp: true),
            ProbeSample(location: "z", at: Instant(epochSeconds: 0), isUp: false),
        ]
        let condition = ProbeDowntime.derive(
            samples: samples, locations: ["a"], quorum: 1, confirm: 1, staleSeconds: 60, window: Interval(0, 100))
        #expect(condition.down == .empty)
        #expect(condition.unknown == [Interval(60, 100)])
    }

    @Test func contradictorySamplesAreDownInAnyOrder() {
        let up = ProbeSample(location: "a", at: Instant(epochSeconds: 10), isUp: true)
        let down = ProbeSample(location: "a", at: Instant(epochSeconds: 10), isUp: false)
        for samples in [[up, down], [down, up], [down, up, down]] {
            let condition = ProbeDowntime.derive(
                samples: samples, locations: ["a"], quorum: 1, confirm: 1, staleSeconds: 60, window: Interval(0, 100))
            #expect(condition.down == [Interval(10, 70)])
        }
    }
}
