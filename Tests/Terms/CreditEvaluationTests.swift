import Testing

@testable import Terms

/// Credits: every form of a remedy, with values worked out by hand.
@Suite struct CreditEvaluationTests {
    private let karachi = Zone("Asia/Karachi") ?? .utc

    private func april() throws -> Window {
        Window.containing(try at("2026-04-10T00:00:00Z"), kind: .month, zone: karachi)
    }

    /// A commitment that missed 99.9 % in April by outages of so many seconds, an hour apart.
    private func missed(_ outages: [Int64], commitment: String = "uptime", service: String = "api") throws -> MissedCommitment {
        let window = try april()
        var start = window.interval.start
        var down: [Interval] = []
        for length in outages {
            down.append(Interval(start, start.advanced(by: length)))
            start = start.advanced(by: length + 3600)
        }
        let total = window.interval.seconds
        let ratio = try #require(Ratio(total - outages.reduce(0, +), of: total))
        return MissedCommitment(
            commitment: commitment, service: service, clause: "P-1", window: window, availability: ratio,
            target: try #require(Percent("99.9")), down: IntervalSet(down))
    }

    private func facts(_ fees: [String: Int64] = ["platform": 300_000], claimedAt: Instant? = nil) throws -> CreditFacts {
        let month = try april().interval
        let lines = fees.map { FeeLine(feeClass: $0.key, interval: month, amountMinor: $0.value) }
        return CreditFacts(currency: "EUR", fees: lines, claimedAt: claimedAt)
    }

    private func credit(
        _ remedy: String, _ outages: [Int64] = [5 * 3600], facts: CreditFacts? = nil, also: [MissedCommitment] = []
    ) throws -> CreditVerdict {
        let document = try Paper.document(remedy: remedy)
        let rule = try #require(document.remedies.first)
        let all = try [missed(outages)] + also
        return try #require(
            CreditEvaluation.evaluate(all, under: rule, document: document, facts: facts ?? self.facts()))
    }

    @Test(arguments: [
        ("flat: {percent: \"10\"}", 30_000), ("flat: {amount_minor: 1234, currency: EUR}", 1234),
        // Three of thirty days.
        ("flat: {service_days: 3}", 30_000),
        // 24 of 720 hours.
        ("flat: {service_hours: 24}", 10_000),
        // Five hours and one second of downtime.
        ("downtime: {every: PT1H, counting: started, percent: \"5\"}", 90_000),
        ("downtime: {every: PT1H, counting: complete, percent: \"5\"}", 75_000),
        ("downtime: {every: PT1H, counting: started, service_days: 1}", 60_000),
        // At the hourly rate: 3,000.00 over 720 hours, six times.
        ("downtime: {every: PT1H, counting: started, service_hours: 1}", 2_500),
        ("downtime: {every: PT1H, counting: pro_rata, service_hours: 1}", 2_083),
        ("downtime: {every: PT1H, counting: complete, amount_minor: 700, currency: EUR}", 3_500),
        // Ten times 300000 × 18001 / 2592000 = 20834.49….
        ("multiplied: {times: 10}", 20_834),
    ])
    func forms(schedule: String, amount: Int64) throws {
        let verdict = try credit("schedule:\n  \(schedule)", [18_001])
        #expect(verdict.outcome == .due)
        #expect(verdict.amountMinor == amount)
        #expect(verdict.bearing.clauses == ["P-1", "P-2"])
    }

    @Test func stepsMayBeCountedByOutage() throws {
        let schedule = "schedule:\n  downtime: {every: PT1H, counting: started, per: outage, percent: \"1\"}"
        #expect(try credit(schedule, [3601, 60, 7200]).amountMinor == 15_000, "2 + 1 + 2 started hours")
        let complete = "schedule:\n  downtime: {every: PT1H, counting: complete, per: outage, percent: \"1\"}"
        #expect(try credit(complete, [3601, 60, 7200]).amountMinor == 9_000, "1 + 0 + 2 complete hours")
    }

    /// Worked example 10: 94 %, platform fee 100,000.00, usage 900,000.00; a second claim adds nothing.
    @Test func theSecondClaimFindsTheFirst() throws {
        let document = try Demo.document("zecto")
        let remedy = try #require(document.remedies.first)
        var facts = try facts(["platform": 10_000_000, "usage": 90_000_000])
        let down = 43_200 * 60 * 6 / 100 as Int64
        let first = try #require(
            CreditEvaluation.evaluate([missed([down])], under: remedy, document: document, facts: facts))
        #expect(first.amountMinor == 5_000_000)
        #expect(first.baseMinor == Rational(10_000_000))
        #expect(first.mostMinor == Rational(5_000_000))
        #expect(first.bearing.clauses == ["S2-5.1", "S2-5.2", "S2-5.3b"])
        facts.granted = [GrantedCredit(agreement: document.key, window: try april().interval, amountMinor: 5_000_000)]
        let second = try #require(
            CreditEvaluation.evaluate([missed([down])], under: remedy, document: document, facts: facts))
        #expect(second.outcome == .nothing)
        #expect(second.amountMinor == 0)
        #expect(second.steps.map(\.kind) == [.base, .earned, .alreadyGranted])
    }

    @Test func capsByMonthAndYear() throws {
        let year = """
            schedule: {flat: {percent: "50"}}
            caps:
              - {percent: "40", clause: P-2}
              - {amount_minor: 100000, currency: EUR, per: year, clause: P-3}
            """
        let first = try credit(year)
        #expect(first.amountMinor == 100_000)
        #expect(first.steps.filter { $0.kind == .capped }.compactMap(\.clause) == ["P-2", "P-3"])
        var facts = try facts()
        let february = Window.containing(try at("2026-02-10T00:00:00Z"), kind: .month, zone: karachi).interval
        let lastYear = Window.containing(try at("2025-12-10T00:00:00Z"), kind: .month, zone: karachi).interval
        facts.granted = [
            GrantedCredit(agreement: "paper", window: february, amountMinor: 70_000),
            GrantedCredit(agreement: "paper", window: lastYear, amountMinor: 70_000),
            GrantedCredit(agreement: "another", window: february, amountMinor: 70_000),
        ]
        #expect(try credit(year, facts: facts).amountMinor == 30_000)
        // A share of the year's fees: 5 % of twelve months at 3,000.00.
        var yearly = try self.facts()
        for month in 1...12 {
            let name = "2026-\(month < 10 ? "0" : "")\(month)-10T00:00:00Z"
            let interval = Window.containing(try at(name), kind: .month, zone: karachi).interval
            if month != 4 { yearly.fees.append(FeeLine(feeClass: "platform", interval: interval, amountMinor: 300_000)) }
        }
        let share = "schedule: {flat: {percent: \"90\"}}\ncaps: [{percent: \"5\", per: year}]"
        #expect(try credit(share, facts: yearly).amountMinor == 180_000)
    }

    @Test func minimumCredits() throws {
        let nothing = "schedule: {flat: {percent: \"1\"}}\nminimum: {amount_minor: 5000, currency: EUR, otherwise: nothing}"
        #expect(try credit(nothing).outcome == .nothing)
        let raised = "schedule: {flat: {percent: \"1\"}}\nminimum: {percent: \"2\", otherwise: raised}"
        #expect(try credit(raised).amountMinor == 6_000)
        let capped = "\(raised)\ncap: {percent: \"1.5\"}"
        #expect(try credit(capped).amountMinor == 4_500, "a raised credit stays below its cap")
    }

    @Test func severalCommitmentsAndAgreements() throws {
        let schedule = "schedule: {flat: {percent: \"10\"}}\n"
        let other = try missed([7200], commitment: "voice", service: "voice")
        #expect(try credit(schedule + "stacking: {commitments: sum}", also: [other]).amountMinor == 60_000)
        #expect(try credit(schedule + "stacking: {commitments: highest}", also: [other]).amountMinor == 30_000)
        var facts = try facts()
        facts.granted = [GrantedCredit(agreement: "another", window: try april().interval, amountMinor: 20_000)]
        #expect(try credit(schedule + "stacking: {agreements: sum}", facts: facts).amountMinor == 30_000)
        let best = try credit(schedule + "stacking: {agreements: highest, clause: P-3}", facts: facts)
        #expect(best.amountMinor == 10_000)
        #expect(best.steps.last?.clause == "P-3")
    }

    @Test func feeBases() throws {
        let month = try april().interval
        let march = Window.containing(month.start.advanced(by: -1), kind: .month, zone: karachi).interval
        let facts = CreditFacts(
            currency: "EUR",
            fees: [
                FeeLine(feeClass: "platform", service: "api", interval: month, amountMinor: 100_000),
                FeeLine(feeClass: "platform", service: "voice", interval: month, amountMinor: 40_000),
                FeeLine(feeClass: "usage", service: "api", interval: month, amountMinor: 7_000),
                FeeLine(feeClass: "platform", service: "api", interval: march, amountMinor: 90_000),
                // Half of it lies in April.
                FeeLine(
                    feeClass: "platform",
                    interval: Interval(month.start.advanced(by: -864_000), month.start.advanced(by: 864_000)),
                    amountMinor: 1_000),
                FeeLine(feeClass: "platform", service: "api", interval: month, amountMinor: 5_000, states: ["promotion"]),
            ])
        let base = { (rule: String) in
            try self.credit("schedule: {flat: {percent: \"10\"}}\nfee_base: \(rule)", facts: facts).amountMinor
        }
        #expect(try base("{classes: [platform], period: affected_window}") == 14_550)
        #expect(try base("{classes: [platform, usage], period: affected_window, services: affected}") == 11_200)
        #expect(try base("{classes: [platform], period: preceding_window}") == 9_050)
        let waived = try credit(
            """
            schedule: {flat: {percent: "10"}}
            fee_base: {classes: [platform], period: affected_window}
            not_for: [{title: Promotional periods, state: promotion, clause: P-3}]
            """, facts: facts)
        #expect(waived.amountMinor == 14_050)
        #expect(waived.steps.first?.kind == .waived && waived.steps.first?.clause == "P-3")
    }

    @Test func preconditions() throws {
        let rule = """
            schedule: {flat: {percent: "10"}}
            granted: automatic
            conditions:
              - {id: zones, title: Runs in two zones, fact: two_zones, clause: P-3}
              - {id: paid, title: Invoices are paid, fact: invoices_paid}
              - {id: case, title: A case within a day, prior_case: {within: P1D, of: outage_start}, strength: target}
              - {id: plan, title: Premium only, attributes: {plan: [premium]}}
            """
        var facts = try facts()
        #expect(try credit(rule, facts: facts).outcome == .unproven)
        facts.customer.facts = ["two_zones": true, "invoices_paid": true]
        facts.customer.attributes = ["plan": "premium"]
        let granted = try credit(rule, facts: facts)
        #expect(granted.outcome == .due && granted.amountMinor == 30_000 && granted.granted == .automatic)
        #expect(granted.conditions.first { $0.condition == "case" }?.outcome == .failed, "an aim costs nothing")
        facts.customer.caseOpenedAt = try april().interval.start.advanced(by: 86_400)
        #expect(try credit(rule, facts: facts).conditions.allSatisfy { $0.outcome == .held })
        facts.customer.facts["two_zones"] = false
        let refused = try credit(rule, facts: facts)
        #expect(refused.outcome == .refused && refused.amountMinor == 0)
        #expect(refused.conditions.filter(\.isFatal).map(\.clause) == ["P-3"])
        #expect(refused.bearing.clauses.contains("P-3"))
    }

    @Test func whatTheApproverDecides() throws {
        let verdict = try credit("schedule: {discretionary: true}\ncap: {percent: \"20\"}")
        #expect(verdict.outcome == .discretionary && verdict.amountMinor == nil)
        #expect(verdict.mostMinor == Rational(60_000))
        let dollars = try credit("schedule:\n  flat: {amount_minor: 5, currency: USD}")
        #expect(dollars.outcome == .otherCurrency && dollars.amountMinor == nil)
    }

    /// What the golden vectors say, through the whole evaluation.
    @Test func agreesWithTheVectors() throws {
        for vector in try VectorCase.all(of: "credits.json") {
            let name = vector.testDescription
            var amounts: [Credit.Missed] = []
            for commitment in vector["commitments"].elements ?? [] {
                let written = try #require(commitment["schedule"])
                let target = try written["target"].map { try #require(Percent($0.text)) } ?? .hundred
                let schedule = try Node(.map(written.members.filter { $0.key != "target" })).read(RemedySchedule.init)
                let share = commitment["availability"]?.elements ?? []
                amounts.append(
                    Credit.Missed(
                        schedule: schedule, target: target, availability: try #require(Ratio(share[0].int, of: share[1].int))))
            }
            // One schedule a remedy: cases whose commitments all share one are the ones that a document can say.
            guard let schedule = amounts.first?.schedule, amounts.allSatisfy({ $0.schedule == schedule }) else { continue }
            let window = try april()
            let all = try amounts.enumerated().map { index, one in
                try MissedCommitment(
                    commitment: "c\(index)", service: "api", clause: "P-1", window: window, availability: one.availability,
                    target: one.target, down: missed([60]).down)
            }
            let classes = (vector["base"].elements ?? []).map(\.text).joined(separator: ", ")
            let cap = vector["cap_percent"].isNull ? "" : "cap: {percent: \"\(vector["cap_percent"].text)\"}"
            let document = try Paper.document(
                remedy: """
                    schedule: \(try written(schedule))
                    fee_base: {classes: [\(classes)], period: affected_window}
                    stacking: {commitments: \(vector["stacking"].text)}
                    \(cap)
                    """)
            let fees = vector["fees_minor"].members.reduce(into: [String: Int64]()) { $0[$1.key] = $1.node.int }
            let verdict = CreditEvaluation.evaluate(
                all, under: try #require(document.remedies.first), document: document, facts: try facts(fees))
            #expect(verdict?.amountMinor == vector["expect"]["credit_minor"]?.int, "\(name)")
        }
    }

    private func written(_ schedule: RemedySchedule) throws -> String {
        switch schedule {
        case .tiers(let tiers):
            "{tiers: [\(tiers.map { "{below: \"\($0.below)\", percent: \"\($0.percent)\"}" }.joined(separator: ", "))]}"
        case .proportional(let rule):
            """
            {proportional: {every: "\(rule.every)", percent: "\(rule.percent)", measured_from: \(rule.measuredFrom.rawValue), \
            counting: \(rule.counting.rawValue)}}
            """
        default: "{discretionary: true}"
        }
    }

    @Test func badRemediesAreNamed() {
        let found = Paper.problems(
            remedy: """
                schedule: {flat: {percent: "10", service_days: 1}}
                caps: [{per: decade, percent: "5"}]
                minimum: {amount_minor: 5, currency: euro, otherwise: nothing}
                conditions: [{id: a, title: A}, {id: b, title: B, attributes: {plan: [gold]}}]
                """)
        for expected in [
            "exactly one of: percent, amount_minor, service_days, service_hours", "window, month, year", "ISO 4217",
            "exactly one of: fact, prior_case, attributes", "names no plan of this document",
        ] {
            #expect(found.contains { $0.contains(expected) }, "\(expected) in \(found)")
        }
    }
}
