import Testing

@testable import Terms

/// Objectives: ratios of sums, shares from histograms, figures over all, regions, and limits by plan.
@Suite struct ObjectiveTests {
    private func paper(_ objective: String) throws -> AgreementDocument {
        try Paper.document(
            more: """
                objectives:
                  - id: it
                    clause: P-3
                    title: An objective
                    strength: guarantee
                    service: api
                    window: month
                    of: things
                \(objective.split(separator: "\n").map { "    " + $0 }.joined(separator: "\n"))
                """)
    }

    private func judge(
        _ objective: String, _ readings: [ObjectiveSample.Reading], unit: String? = nil, parts: [String?] = [nil],
        attributes: [String: String] = [:], excluded: IntervalSet = .empty, asOf: Instant? = nil
    ) throws -> ObjectiveResult {
        let document = try paper(objective)
        let window = Window.containing(try at("2026-04-10T00:00:00Z"), kind: .month, zone: document.zone)
        let samples = readings.enumerated().map { index, reading in
            let start = window.interval.start.advanced(by: Int64(index) * 3600)
            return ObjectiveSample(
                interval: Interval(start, start.advanced(by: 3600)), part: parts[index % parts.count], unit: unit,
                reading: reading)
        }
        return ObjectiveEvaluation.evaluate(
            try #require(document.objectives.first), document: document, window: window,
            facts: ObjectiveFacts(samples: samples, excluded: excluded, attributes: attributes),
            asOf: asOf ?? window.interval.end)
    }

    private let share = "share: {at_least: \"99.9\"}\nmetric: delivered"

    @Test func ratiosOfSumsNotMeansOfRatios() throws {
        // The mean of 100 %, 100 % and 50 % would miss; 9999 of 10,001 keeps.
        let readings: [ObjectiveSample.Reading] = [
            .counts(hits: 9_000, all: 9_000), .counts(hits: 998, all: 999), .counts(hits: 1, all: 2),
        ]
        let kept = try judge(share, readings)
        #expect(kept.verdict == .met)
        #expect(kept.findings.first?.low == Rational(9_999 * 100, over: 10_001))
        #expect(kept.findings.first?.certain == Ratio(10_001, of: 10_001))
        #expect(kept.bearing.clauses == ["P-3"])
        #expect(kept.measured.seconds == 3 * 3600)
        #expect(try judge(share, [.counts(hits: 999, all: 1000)]).verdict == .met, "exactly 99.9")
        #expect(try judge(share, [.counts(hits: 9989, all: 10_000)]).verdict == .missed)
        #expect(try judge(share, []).verdict == .notMeasurable)
    }

    /// S2-3.2: HD quality for 98 % of the duration of calls.
    @Test func durationsWeigh() throws {
        let hd = "share: {at_least: \"98\"}\nmetric: hd_quality"
        #expect(try judge(hd, [.counts(hits: 3528, all: 3600), .counts(hits: 10, all: 10)]).verdict == .met)
        #expect(try judge(hd, [.counts(hits: 3527, all: 3600), .counts(hits: 0, all: 1)]).verdict == .missed)
    }

    /// S1-10: packet loss below 0.1 %, strictly.
    @Test func lossIsStrict() throws {
        let loss = "share: {below: \"0.1\"}\nmetric: lost"
        #expect(try judge(loss, [.counts(hits: 999, all: 1_000_000)]).verdict == .met)
        #expect(try judge(loss, [.counts(hits: 1_000, all: 1_000_000)]).verdict == .missed)
    }

    @Test func histogramsDecideAtTheirBounds() throws {
        let rule = "share: {at_least: \"95\"}\nmetric: response_time\nlimit: {at_most: \"200\", unit: ms}"
        let histogram = { (bounds: [Int64], counts: [Int64]) throws -> ObjectiveSample.Reading in
            .histogram(try #require(Histogram(bounds: bounds.map { Rational($0) }, counts: counts)))
        }
        // The limit is a bound: exact.
        let exact = try judge(rule, [histogram([100, 200], [50, 45, 5]), histogram([100, 200], [95, 0, 5])], unit: "ms")
        #expect(exact.verdict == .met)
        #expect(exact.findings.first?.low == Rational(95) && exact.findings.first?.high == Rational(95))
        // Bounds of another unit: a fifth of a second is the limit too.
        let fifth = try #require(Histogram(bounds: [Rational(1, over: 5)], counts: [94, 6]))
        #expect(try judge(rule, [.histogram(fifth)], unit: "s").verdict == .missed)
        // The limit lies inside the bucket from 150 to 250: 10 of 100 may be on either side.
        let coarse = try judge(rule, [histogram([150, 250], [89, 10, 1])], unit: "ms")
        #expect(coarse.verdict == .undecided)
        #expect(coarse.findings.first?.low == Rational(89) && coarse.findings.first?.high == Rational(99))
        #expect(coarse.findings.first?.certain == Ratio(90, of: 100))
        #expect(try judge(rule, [histogram([150, 250], [95, 4, 1])], unit: "ms").verdict == .met, "however they fall")
        #expect(try judge(rule, [histogram([150, 250], [5, 89, 6])], unit: "ms").verdict == .missed)
        #expect(try judge(rule, [histogram([200], [95, 5])], unit: "bytes").verdict == .undecided, "another kind of unit")
    }

    @Test func strictLimitsAtABound() throws {
        let below = "share: {at_least: \"50\"}\nmetric: latency\nlimit: {below: \"50\", unit: ms}"
        let histogram = try #require(Histogram(bounds: [Rational(40), Rational(50)], counts: [10, 80, 10]))
        #expect(try judge(below, [.histogram(histogram)], unit: "ms").verdict == .undecided, "a value may be 50 exactly")
    }

    @Test func histogramsMergeOnSharedBounds() throws {
        let fine = try #require(Histogram(bounds: [1, 2, 5].map { Rational($0) }, counts: [1, 2, 3, 4]))
        let coarse = try #require(Histogram(bounds: [2, 5, 10].map { Rational($0) }, counts: [10, 20, 30, 40]))
        let merged = fine.merged(with: coarse)
        #expect(merged == Histogram(bounds: [Rational(2), Rational(5)], counts: [13, 23, 74]))
        #expect(merged.total == fine.total + coarse.total)
        let third = try #require(Percent("30"))
        let median = try #require(merged.quantile(third))
        #expect(median.lower == Rational(2) && median.upper == Rational(5))
        #expect(Histogram(bounds: [Rational(2), Rational(2)], counts: [1, 1, 1]) == nil)
    }

    /// S0-8: an average response of three minutes on the chat.
    /// However many there are, and whatever comes between them: the sums are the same, past what one count can hold, too.
    @Test func histogramsOfTheSameBoundsAddUp() throws {
        let time = "share: {at_least: \"95\"}\nmetric: delivery_time\nlimit: {at_most: \"5\", unit: s}"
        let fine = try #require(Histogram(bounds: [Rational(1), Rational(5)], counts: [90, 5, 5]))
        let coarse = try #require(Histogram(bounds: [Rational(10)], counts: [1, 0]))
        let finding = try judge(time, [fine, fine, coarse, fine, coarse].map { .histogram($0) }, unit: "s").findings[0]
        #expect(finding.population == 302)
        #expect(finding.low == Rational(28_500, over: 302) && finding.high == Rational(28_700, over: 302))
        let huge = try #require(Histogram(bounds: [Rational(5)], counts: [.max, 0]))
        let many = try judge(time, [.histogram(huge), .histogram(huge)], unit: "s")
        #expect(many.verdict == .met && many.findings[0].population == .max && many.findings[0].low == Rational(100))
    }

    @Test func aMeanOverTheWindow() throws {
        let rule = "aggregate: mean\nmetric: first_response_time\nlimit: {at_most: \"3\", unit: min}"
        let values = { (sum: Int64, count: Int64) -> ObjectiveSample.Reading in
            .values(ValueSummary(sum: Rational(sum), count: count, minimum: Rational(1), maximum: Rational(sum)))
        }
        // One chat of ten minutes among four: 720 s over four.
        #expect(try judge(rule, [values(600, 1), values(120, 3)], unit: "s").verdict == .met)
        #expect(try judge(rule, [values(600, 1), values(121, 3)], unit: "s").verdict == .missed)
        let histogram = try #require(Histogram(bounds: [Rational(60), Rational(300)], counts: [8, 2, 0]))
        let range = try judge(rule, [.histogram(histogram)], unit: "s")
        #expect(range.verdict == .met && range.findings.first?.high == Rational(18, over: 10), "at most 108 s")
    }

    /// S1-8: below 50 ms for most regions: for more than half of those listed.
    @Test func mostRegions() throws {
        let rule = """
            aggregate: mean
            metric: latency
            limit: {below: "50", unit: ms}
            across: {parts: [eu, us, asia, africa], hold: most}
            """
        let latency = { (milliseconds: Int64) -> ObjectiveSample.Reading in
            .values(
                ValueSummary(
                    sum: Rational(milliseconds), count: 1, minimum: Rational(milliseconds), maximum: Rational(milliseconds)))
        }
        let regions = ["eu", "us", "asia", "africa"]
        let judge = { (values: [Int64]) in try self.judge(rule, values.map(latency), unit: "ms", parts: regions) }
        #expect(try judge([49, 49, 49, 300]).verdict == .met)
        #expect(try judge([49, 49, 50, 300]).verdict == .missed, "50 is not below 50, and two of four are not most")
        #expect(try judge([49, 49]).verdict == .undecided, "of two regions nothing is known")
        #expect(try judge([50, 50]).verdict == .missed)
        #expect(try judge([49, 49, 49, 300]).findings.map(\.part) == regions)
    }

    /// S1-9: at least 100 Mbps, more by plan.
    @Test func limitsByPlan() throws {
        let rule = """
            aggregate: minimum
            metric: throughput
            limit: {at_least: "100", unit: Mbps}
            limits:
              - {when: {plan: premium}, at_least: "200", unit: Mbps}
            remedy: credits
            """
        let value = ObjectiveSample.Reading.values(
            ValueSummary(sum: Rational(300), count: 2, minimum: Rational(140), maximum: Rational(160)))
        #expect(try judge(rule, [value], unit: "Mbps").verdict == .met)
        let premium = try judge(rule, [value], unit: "Mbps", attributes: ["plan": "premium"])
        #expect(premium.verdict == .missed && premium.remedy == "credits")
    }

    @Test func openWindowsAndExcludedTime() throws {
        let start = Window.containing(try at("2026-04-10T00:00:00Z"), kind: .month, zone: try #require(Zone("Asia/Karachi")))
            .interval.start
        let readings: [ObjectiveSample.Reading] = [.counts(hits: 0, all: 100), .counts(hits: 100, all: 100)]
        let excluded = IntervalSet(Interval(start, start.advanced(by: 3600)))
        let kept = try judge(share, readings, excluded: excluded)
        #expect(kept.verdict == .met && kept.excluded == excluded)
        #expect(kept.coverage == Ratio(7200, of: 2_592_000))
        let open = try judge(share, readings, asOf: start.advanced(by: 3600))
        #expect(open.verdict == .pending && open.findings.first?.population == 100)
    }

    @Test func badObjectivesAreNamed() {
        let found = problems {
            _ = try paper(
                """
                share: {at_least: "95"}
                aggregate: mean
                metric: latency
                across: {parts: [eu, eu], hold: several}
                """)
        }
        for expected in [
            "exactly one of: share, aggregate", "is required with aggregate", "must not name a part twice", "all, most, any",
        ] {
            #expect(found.contains { $0.contains(expected) }, "\(expected) in \(found)")
        }
    }
}
