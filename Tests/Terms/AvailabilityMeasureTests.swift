import Testing

@testable import Terms

/// What commitments may count beside seconds: values worked out by hand.
@Suite struct AvailabilityMeasureTests {
    /// April 2026 in Karachi: 2,592,000 s.
    private static let april = Window.containing(
        Instant(epochSeconds: 1_776_000_000), kind: .month, zone: Zone("Asia/Karachi") ?? .utc)

    func span(_ from: Int64, _ to: Int64) -> Interval {
        Interval(Self.april.interval.start.advanced(by: from), Self.april.interval.start.advanced(by: to))
    }

    func statement(
        _ measure: String, target: String = "99.9", formula: String = "excluded_counts_as_up", window: String = "{kind: month}",
        asOf: Instant? = nil, _ facts: (inout StatementFacts) -> Void, looking: (StatementBasis) -> Void = { _ in }
    ) throws -> Statement {
        let document = try Paper.document(
            commitment: """
                window: \(window)
                measure: \(measure)
                formula: {rule: \(formula)}
                unknown_time: excluded
                target: "\(target)"
                targets:
                  - {when: {plan: premium, region: [eu, us]}, target: "99.99", clause: P-3}
                """,
            more: """
                exclusions:
                  - {id: other, ground: third_party, clause: P-3, title: Others}
                """)
        var given = StatementFacts(components: ["api": .up])
        facts(&given)
        let basis = StatementBasis(
            commitment: try #require(document.commitments.first), document: document, service: "api",
            tree: .component("api"), window: Self.april, facts: given, asOf: asOf ?? Self.april.interval.end)
        looking(basis)
        return basis.statement()
    }

    private func minutes(_ reports: [(total: Int64, failed: Int64)]) -> [RequestSlice] {
        reports.enumerated().map { index, report in
            RequestSlice(
                start: Self.april.interval.start.advanced(by: Int64(index) * 60), total: report.total, failed: report.failed)
        }
    }

    @Test func slicesAreDownByErrorRate() throws {
        // Two slices of five minutes: 10 of 100 fail in the first, 1 of 100 in the second, which is not enough.
        let reports = minutes([(50, 10), (50, 0), (0, 0), (0, 0), (0, 0), (100, 1)])
        let rule = "{kind: slices, length: PT5M, down_error_rate: \"10\"}"
        let judged = try statement(rule) {
            $0.components = ["api": Condition(unknown: [Self.april.interval])]
            $0.requests = ["api": reports]
        }
        #expect(judged.seconds.down == 300)
        #expect(judged.seconds.unknown == 2_592_000 - 600, "no report is no evidence")
        #expect(judged.ratio == Ratio(300, of: 600))
        // With fewer than 101 requests the share says nothing.
        let few = try statement("{kind: slices, length: PT5M, down_error_rate: \"10\", minimum_requests: 101}") {
            $0.requests = ["api": reports]
        }
        #expect(few.seconds.down == 0)
    }

    /// Where nothing was reported the component's state decides; what was declared down is down whatever was reported.
    @Test func withoutAReportTheStateDecides() throws {
        let reports = minutes([(50, 10), (50, 0), (0, 0), (0, 0), (0, 0), (100, 1)])
        let judged = try statement("{kind: slices, length: PT5M, down_error_rate: \"10\"}") {
            $0.components = ["api": Condition(down: [self.span(540, 700)], unknown: [self.span(100, 200), self.span(800, 900)])]
            $0.declared = ["api": [self.span(580, 650)]]
            $0.requests = ["api": reports]
        }
        #expect(judged.times.down == [span(0, 300), span(580, 700)], "from 540 to 580 it was up by its requests")
        #expect(judged.times.unknown == [span(800, 900)])
    }

    @Test func slicesAreDownByRequestCount() throws {
        let reports = minutes([(5, 0), (3, 0), (5, 3), (0, 0)])
        let judged = try statement("{kind: slices, length: PT1M, down_below_requests: 4}") { $0.requests = ["api": reports] }
        #expect(judged.times.down == [span(60, 240)], "three good ones, two, and none")
    }

    @Test func anHourDecidesAsAWhole() throws {
        let reports = minutes([(10, 10)] + Array(repeating: (10, 0), count: 59))
        let judged = try statement("{kind: slices, length: PT1H, down_error_rate: \"1\"}") { $0.requests = ["api": reports] }
        #expect(judged.times.down == [span(0, 3600)])
    }

    @Test func shortOutagesDoNotCount() throws {
        let down: IntervalSet = [span(0, 299), span(1000, 1300), span(1360, 1400), span(5000, 5400)]
        let facts = { (facts: inout StatementFacts) in facts.components = ["api": Condition(down: down)] }
        let plain = try statement("{kind: outages, minimum: PT5M}", facts)
        #expect(plain.times.down == [span(1000, 1300), span(5000, 5400)])
        let merged = try statement("{kind: outages, minimum: PT400S, merge_gap: PT1M}", facts)
        #expect(merged.times.down == [span(1000, 1300), span(1360, 1400), span(5000, 5400)], "400 s together")
        let gaps = try statement("{kind: outages, minimum: PT400S, merge_gap: PT1M, gaps_count: true}", facts)
        #expect(gaps.times.down == [span(1000, 1400), span(5000, 5400)])
    }

    @Test func anOutageIsAsLongAsItIsAcrossTheWindowsEdge() throws {
        let judged = try statement("{kind: outages, minimum: PT10M}") {
            $0.components = ["api": Condition(down: [span(-500, 100)])]
        }
        #expect(judged.times.down == [span(0, 100)])
        let after = try statement("{kind: outages, minimum: PT10M}") {
            $0.components = ["api": Condition(down: [span(2_591_900, 2_592_500)])]
        }
        #expect(after.times.down == [span(2_591_900, 2_592_000)])
    }

    /// Of facts from further away than a measure asks for, nothing depends.
    @Test(arguments: UInt64(1)...200) func factsAreNeededAsFarAsTheMeasureReaches(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let rule = AvailabilityMeasure.Outages(
            minimum: TimeSpan(seconds: .random(in: 0...60, using: &random)),
            mergeGap: Bool.random(using: &random) ? TimeSpan(seconds: .random(in: 0...20, using: &random)) : nil,
            countsGaps: Bool.random(using: &random))
        let window = span(300, .random(in: 310...400, using: &random))
        let down = IntervalSet(
            (0..<30).map { _ in
                let start = Int64.random(in: 0...700, using: &random)
                return span(start, start + .random(in: 1...20, using: &random))
            })
        let near = down.clipped(to: AvailabilityMeasure.outages(rule).factSpan(of: window))
        let counted = CountedOutages.derive(down, rule: rule).clipped(to: window)
        #expect(CountedOutages.derive(near, rule: rule).clipped(to: window) == counted)
    }

    /// An outage that goes on may still become one that counts: nothing is certain before.
    @Test func whatIsNotYetLongEnoughIsNotYetMet() throws {
        let down: IntervalSet = [span(2_589_000, 2_592_000)]
        let asOf = Self.april.interval.start.advanced(by: 2_591_000)
        let judged = try statement("{kind: outages, minimum: PT45M}", asOf: asOf) {
            $0.components = ["api": Condition(down: down)]
        }
        #expect(judged.seconds.down == 0)
        #expect(judged.verdict == .pending)
        let closed = try statement("{kind: outages, minimum: PT45M}") { $0.components = ["api": Condition(down: down)] }
        #expect(closed.verdict == .missed)
    }

    @Test func downtimeFromTheTicketOn() throws {
        let tickets = [
            TicketOutage(id: "t1", openedAt: span(1200, 0).start, resolvedAt: span(4000, 0).start),
            TicketOutage(id: "t2", openedAt: span(9000, 0).start),
        ]
        let down = Condition(down: [span(1000, 3000), span(6000, 7000)])
        let ticketTime = try statement("{kind: tickets, counts: ticket_time}") {
            $0.components = ["api": down]
            $0.tickets = tickets
        }
        #expect(ticketTime.times.down == [span(1200, 4000), span(9000, 2_592_000)], "an open ticket runs on")
        let outageTime = try statement("{kind: tickets, counts: outage_time}") {
            $0.components = ["api": down]
            $0.tickets = tickets
        }
        #expect(outageTime.times.down == [span(1200, 3000)])
    }

    @Test func executions() throws {
        let facts = { (facts: inout StatementFacts) in
            facts.requests = ["api": self.minutes([(999, 0), (1, 1), (1000, 500)])]
            facts.exclusions = [ApprovedExclusion(id: "e", ground: .thirdParty, interval: self.span(120, 180))]
        }
        let judged = try statement("{kind: executions}", facts)
        #expect(judged.ratio == Ratio(999, of: 1000), "the third minute does not count")
        #expect(judged.measured?.kind == .executions)
        #expect(judged.verdict == .met, "exactly 99.9")
        #expect(judged.budget.allowedSeconds == Rational(1) && judged.budget.spentSeconds == 1)
        #expect(try statement("{kind: executions}", target: "99.91", facts).verdict == .missed)
        #expect(try statement("{kind: executions}") { $0.requests = [:] }.verdict == .notMeasurable)
        let open = try statement("{kind: executions}", asOf: span(100, 0).start, facts)
        #expect(open.verdict == .pending)
    }

    @Test func aMeanWeighsEveryHourTheSame() throws {
        // 1 of 2 fails in the first hour, none of 998 in the second: (0.5 + 1) / 2, while the ratio of sums is 0.999.
        let hours = [
            RequestSlice(start: span(0, 0).start, total: 2, failed: 1),
            RequestSlice(start: span(3600, 0).start, total: 998, failed: 0),
        ]
        let skipped = try statement("{kind: mean_of_slices, length: PT1H, idle: skipped}") { $0.requests = ["api": hours] }
        #expect(skipped.ratio == Ratio(3, of: 4))
        let up = try statement("{kind: mean_of_slices, length: PT1H, idle: up}") { $0.requests = ["api": hours] }
        #expect(up.ratio == Ratio(1439, of: 1440), "719.5 of 720 hours")
        #expect(up.verdict == .met)
        // 700 hours with different denominators do not fit 128 bits, and come out all the same.
        let many = (0..<700 as Range<Int64>).map { hour in
            RequestSlice(start: span(hour * 3600, 0).start, total: 1_000_003 + 2 * hour, failed: 1)
        }
        let wide = try statement("{kind: mean_of_slices, length: PT1H, idle: skipped}") { $0.requests = ["api": many] }
        #expect(wide.availabilityPercent == "99.9999")
    }

    @Test func resourceTimeIsSummed() throws {
        let facts = { (facts: inout StatementFacts) in
            facts.resources = [
                ResourceTime(key: "a", deployed: self.span(0, 1000), condition: Condition(down: [self.span(900, 2000)])),
                ResourceTime(key: "b", deployed: self.span(500, 3500), condition: Condition(down: [self.span(600, 700)])),
            ]
            facts.exclusions = [ApprovedExclusion(id: "e", ground: .thirdParty, interval: self.span(950, 1050))]
        }
        // a: 50 of 100 s down are left, b: 100 s; of 4000 s.
        #expect(try statement("{kind: resource_time}", facts).ratio == Ratio(77, of: 80), "3850 of 4000")
        let removed = try statement("{kind: resource_time}", formula: "excluded_removed", facts)
        #expect(removed.measured?.all == Rational(4000 - 50 - 100))
        #expect(removed.measured?.good == Rational(4000 - 50 - 100 - 150))
    }

    /// Counts of resources are worth their seconds; each counts where its slice begins, in the window and out of what is excluded.
    @Test func resourcesThatAreCountedAddUp() throws {
        let facts = { (facts: inout StatementFacts) in
            facts.resourceCounts["api"] = [
                ResourceCount(start: self.span(0, 0).start, seconds: 60, deployed: 100, down: 2),
                ResourceCount(start: self.span(60, 0).start, seconds: 60, deployed: 50, down: 50),
                ResourceCount(start: self.span(120, 0).start, seconds: 30, deployed: 200, down: 0),
                ResourceCount(start: self.span(-60, 0).start, seconds: 60, deployed: 7, down: 7),
            ]
            facts.exclusions = [ApprovedExclusion(id: "e", ground: .thirdParty, interval: self.span(60, 90))]
        }
        let all = try statement("{kind: resource_time}", facts)
        #expect(all.measured?.kind == .resourceTime && all.measured?.all == Rational(60 * 100 + 60 * 50 + 30 * 200))
        #expect(all.measured?.good == Rational(60 * 98 + 60 * 50 + 30 * 200), "what was excluded counts as up")
        let removed = try statement("{kind: resource_time}", formula: "excluded_removed", facts)
        #expect(removed.ratio == Ratio(99, of: 100), "11,880 of 12,000 s")
        // As many as a count may say, for as long as a slice may be, are more than 64 bits hold.
        let most = ResourceCount(start: span(0, 0).start, seconds: 86_400, deployed: 1 << 53, down: 1 << 52)
        let wide = try statement("{kind: resource_time}") { $0.resourceCounts = ["api": [most, most]] }
        #expect(wide.ratio == Ratio(1, of: 2))
        #expect(try statement("{kind: resource_time}") { _ in }.verdict == .notMeasurable)
    }

    @Test func outagesWeighByTheUsersTheyTouch() throws {
        let facts = { (facts: inout StatementFacts) in
            facts.components = ["api": Condition(down: [self.span(0, 100)])]
            facts.partialOutages = [
                PartialOutage(id: "p", interval: self.span(50, 1100), share: Percent("30") ?? .zero),
                PartialOutage(id: "q", interval: self.span(600, 1600), share: Percent("80") ?? .zero),
            ]
        }
        // 100 s of all, 500 s × 0.3, 500 s × 1.0 (30 + 80 is more than all), 500 s × 0.8.
        let sum = try statement("{kind: affected_users, overlap: sum}", facts)
        #expect(sum.measured?.good == Rational(2_592_000 - 100 - 150 - 500 - 400))
        let highest = try statement("{kind: affected_users, overlap: highest}", facts)
        #expect(highest.measured?.good == Rational(2_592_000 - 100 - 150 - 400 - 400))
        #expect(highest.budget.spentSeconds == 1050)
    }

    @Test func targetsDependOnAttributes() throws {
        let down = Condition(down: [span(0, 1000)])
        let facts = { (attributes: [String: String]) in
            { (facts: inout StatementFacts) in
                facts.components = ["api": down]
                facts.attributes = attributes
            }
        }
        #expect(try statement("{kind: time}", facts([:])).verdict == .met)
        let premium = try statement("{kind: time}", facts(["plan": "premium", "region": "eu"]))
        #expect(premium.verdict == .missed && premium.target == Percent("99.99"))
        #expect(premium.clauses.contains("P-3"))
        #expect(try statement("{kind: time}", facts(["plan": "premium", "region": "asia"])).verdict == .met)
    }

    /// Downtime that a credit used up founds no other one.
    @Test func creditedDowntimeIsConsumed() throws {
        let facts = { (facts: inout StatementFacts) in
            facts.components = ["api": Condition(down: [self.span(0, 3000), self.span(9000, 9500)])]
            facts.credited = [self.span(0, 3000)]
        }
        let window = "{kind: rolling-30d, consumes_downtime: true, clause: P-3}"
        let judged = try statement("{kind: time}", window: window, facts)
        #expect(judged.seconds.down == 500)
        #expect(judged.times.excluded.map(\.source) == ["credited"] && judged.times.excluded.first?.clause == "P-3")
        #expect(try statement("{kind: time}", facts).seconds.down == 3500, "other windows count it again")
    }

    @Test func badMeasuresAreNamed() {
        let problems = { (measure: String, window: String) in
            Paper.problems(
                commitment: """
                    window: \(window)
                    measure: \(measure)
                    formula: {rule: excluded_counts_as_up}
                    unknown_time: excluded
                    target: "99.9"
                    """)
        }
        let found =
            problems("{kind: slices, length: PT1S}", "{kind: month, consumes_downtime: true}")
            + problems("{kind: outages, minimum: PT5M, gaps_count: true}", "{kind: decade}")
            + problems("{kind: guesses}", "{kind: month}")
        for expected in [
            "must be from PT1M to PT24H", "must have at least one of: down_error_rate, down_below_requests",
            "is only for rolling windows", "needs a merge_gap", "fiscal-quarter-4", "time, slices, outages",
        ] {
            #expect(found.contains { $0.contains(expected) }, "\(expected) in \(found)")
        }
    }
}
