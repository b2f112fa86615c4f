import Testing

@testable import Terms

/// What is known of measures while the window is open.
extension AvailabilityMeasureTests {
    /// In an open window the seconds to come weigh nothing at best, and everything at worst. 99.9 % of April lets 2,592 go.
    @Test func whatIsWeighedIsDecidedOnceNothingCanChangeIt() throws {
        let judged = { (seconds: Int64, asOf: Int64) in
            try statement("{kind: affected_users, overlap: sum}", asOf: span(0, asOf).end) { facts in
                facts.partialOutages = [PartialOutage(id: "p", interval: self.span(0, seconds), share: Percent("25") ?? .zero)]
            }
        }
        let open = try judged(10_368, 20_000)
        #expect(open.verdict == .pending && open.budget.spentSeconds == 2_592 && open.budget.allowedSeconds == Rational(2_592))
        #expect(open.availabilityPercent == "87.0400", "of what is over")
        let lost = try judged(10_369, 20_000)
        #expect(lost.verdict == .missed && lost.budget.spentSeconds == 2_593, "a quarter of a second too much")
        #expect(try judged(4_000, 2_592_000 - 1_592).verdict == .met, "whatever the rest does")
        #expect(try judged(4_004, 2_592_000 - 1_592).verdict == .pending)
        #expect(try judged(10_368, 2_592_000).verdict == .met)
    }

    /// What was counted lately is counted as in the whole window. 0.1 % may be lost.
    @Test func whatWasLostLatelyIsKnown() throws {
        let lately = { (measure: String, facts: (inout StatementFacts) -> Void) in
            var last: [Rational?] = []
            _ = try statement(
                measure, asOf: self.span(0, 7_200).end, facts,
                looking: { basis in
                    last = [60, 3_600, 86_400].map { basis.measured(inLast: $0)?.lossRate(allowing: Percent("99.9") ?? .zero) }
                })
            return last
        }
        let requests = { (facts: inout StatementFacts) in
            facts.requests = [
                "api": [
                    RequestSlice(start: self.span(600, 0).start, total: 2_000, failed: 1),
                    RequestSlice(start: self.span(5_400, 0).start, total: 1_000, failed: 2),
                    RequestSlice(start: self.span(6_000, 0).start, total: 5_000, failed: 5_000),
                ]
            ]
            facts.exclusions = [ApprovedExclusion(id: "e", ground: .thirdParty, interval: self.span(6_000, 6_100))]
        }
        #expect(try lately("{kind: executions}", requests) == [nil, Rational(2), Rational(1)])
        // The mean of 1/2000 and 2/1000.
        let hours = "{kind: mean_of_slices, length: PT1H, idle: skipped}"
        #expect(try lately(hours, requests) == [nil, Rational(2), Rational(5, over: 4)])
        let fleet = { (facts: inout StatementFacts) in
            facts.resourceCounts["api"] = [
                ResourceCount(start: self.span(600, 0).start, seconds: 300, deployed: 100, down: 0),
                ResourceCount(start: self.span(7_140, 0).start, seconds: 60, deployed: 500, down: 3),
            ]
        }
        #expect(try lately("{kind: resource_time}", fleet) == [Rational(6), Rational(6), Rational(3)])
        #expect(try lately("{kind: time}", fleet) == [nil, nil, nil])
    }
}
