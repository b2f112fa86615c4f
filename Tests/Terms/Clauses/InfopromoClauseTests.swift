import Testing

@testable import Terms

/// Infopromo's clauses, S1-1 to S1-21, executed from the document of the demo.
@Suite struct InfopromoClauseTests {
    private let stand = Result { try ClauseStand("infopromo") }

    /// S1-1: the target goes with the plan.
    @Test(arguments: [("standard", 2592, 1), ("premium", 1296, 1), ("enterprise", 25_920, 100)] as [(String, Int64, Int64)])
    func uptimeByPlan(plan: String, allowed: Int64, over: Int64) throws {
        let stand = try stand.get()
        let commitments = stand.document.commitments(for: "communications", plan: plan)
        #expect(commitments.map(\.id) == ["uptime-\(plan)"])
        let statement = try stand.statement("uptime-\(plan)", at: "2026-04-10T00:00:00Z")
        #expect(statement.budget.allowedSeconds == Rational(Int128(allowed), over: Int128(over)), "of a month of 30 days")
    }

    /// S1-1: a month in which the plan changes is judged part by part.
    @Test func aMonthWithTwoPlans() throws {
        let stand = try stand.get()
        let before = try from("2026-04-01T00:00:00Z", to: "2026-04-16T00:00:00Z")
        let after = try from("2026-04-16T00:00:00Z", to: "2026-05-01T00:00:00Z")
        let outage = try stretch("2026-04-15T23:50:00Z", 1200)
        let month = "2026-04-10T00:00:00Z"
        let standard = try stand.statement("uptime-standard", at: month, down: ["all": [outage]], part: before)
        let enterprise = try stand.statement("uptime-enterprise", at: month, down: ["all": [outage]], part: after)
        #expect(standard.seconds.down == 600 && standard.verdict == .met)
        #expect(enterprise.seconds.down == 600 && enterprise.verdict == .missed)
    }

    /// S1-2: by calendar month; maintenance that was published before it began does not count, and stays in the base.
    @Test func maintenanceIsNoDowntime() throws {
        let stand = try stand.get()
        let works = try stretch("2026-04-10T00:00:00Z", 7200)
        let published = Maintenance(id: "m", kind: .scheduled, interval: works, announcedAt: works.start.advanced(by: -1))
        let late = Maintenance(id: "m", kind: .scheduled, interval: works, announcedAt: works.start.advanced(by: 1))
        func counted(_ maintenance: Maintenance) throws -> StatementSeconds {
            let month = "2026-04-10T00:00:00Z"
            return try stand.statement("uptime-standard", at: month, down: ["all": [works]], maintenance: [maintenance]).seconds
        }
        #expect(try counted(published).countedDown == 0)
        #expect(try counted(published).base == 43_200 * 60)
        #expect(try counted(late).countedDown == 7200)
    }

    /// S1-3, S1-4: a range promises its far end, and aims at its near one; early is no breach.
    @Test(arguments: [("level-1", 900, 300), ("level-2", 1800, 900)] as [(String, Int64, Int64)])
    func acknowledgementRanges(level: String, within: Int64, aim: Int64) throws {
        let stand = try stand.get()
        let opened = try at("2026-04-04T03:00:00Z")
        let clock = try stand.clock(
            .acknowledgement, "support", level, opened: "2026-04-04T03:00:00Z", now: "2026-04-04T03:00:00Z")
        #expect(clock?.due == opened.advanced(by: within))
        let levels = stand.document.priorities.map(\.key)
        #expect(try stand.tier("support").targetSeconds(.acknowledgement, priorities: levels, aims: true)[level] == aim)
        let early = TicketEvent(.responded, at: opened.advanced(by: 60))
        let met = try stand.clock(
            .acknowledgement, "support", level, opened: "2026-04-04T03:00:00Z", now: "2026-04-05T00:00:00Z", then: [early])
        #expect(met?.state == .met)
    }

    /// S1-5: as written, level 3 is resolved sooner than levels 1 and 2; a change to it can be the breach.
    @Test func level3IsInverted() throws {
        let stand = try stand.get()
        let levels = stand.document.priorities.map(\.key)
        let targets = try stand.tier("support").targetSeconds(.resolution, priorities: levels)
        #expect(targets == ["level-1": 24 * 3600, "level-2": 72 * 3600, "level-3": 12 * 3600])
        let opened = "2026-04-04T00:00:00Z"
        let now = "2026-04-04T20:00:00Z"
        let running = try stand.clock(.resolution, "support", "level-2", opened: opened, now: now)
        #expect(running?.state == .running)
        let change = TicketEvent(.priority, at: try at(now), priority: "level-3")
        let changed = try stand.clock(.resolution, "support", "level-2", opened: opened, now: now, then: [change])
        #expect(changed?.state == .breached, "which is why the new due time is shown first")
        #expect(try changed?.due == at("2026-04-04T12:00:00Z"))
        #expect(
            stand.document.interpretations.contains { $0.clause == "S1-5" && $0.literal == "allow for a longer resolution time" })
    }

    /// S1-8: more than half of the regions, each with less than 50 ms.
    @Test func latencyInMostRegions() throws {
        let stand = try stand.get()
        func regions(_ milliseconds: [Int64]) throws -> ObjectiveResult.Verdict {
            let readings = milliseconds.map { value -> ObjectiveSample.Reading in
                .values(ValueSummary(sum: Rational(value), count: 1, minimum: Rational(value), maximum: Rational(value)))
            }
            return try stand.judge("latency", readings, unit: "ms").verdict
        }
        #expect(try regions([20, 30, 49, 80]) == .met)
        #expect(try regions([20, 30, 50, 80]) == .missed, "half are not most, and 50 ms are not less than 50 ms")
    }

    /// S1-9: at least 100 Mbit/s.
    @Test func throughput() throws {
        let stand = try stand.get()
        func measured(_ value: Int64) throws -> ObjectiveResult.Verdict {
            let summary = ValueSummary(sum: Rational(value), count: 1, minimum: Rational(value), maximum: Rational(value))
            return try stand.judge("throughput", [.values(summary)], unit: "Mbit/s").verdict
        }
        #expect(try measured(100) == .met)
        #expect(try measured(99) == .missed)
    }

    /// S1-10: packets lost over packets sent in a month, strictly less than 0.1 %.
    @Test func packetLoss() throws {
        let stand = try stand.get()
        #expect(try stand.judge("packet-loss", [.counts(hits: 1, all: 1001)]).verdict == .met)
        #expect(try stand.judge("packet-loss", [.counts(hits: 1, all: 1000)]).verdict == .missed)
        let busy: [ObjectiveSample.Reading] = [.counts(hits: 1, all: 2), .counts(hits: 0, all: 100_000)]
        #expect(try stand.judge("packet-loss", busy).verdict == .met, "a ratio of sums")
    }

    private func credit(down seconds: Int64) throws -> CreditVerdict? {
        let stand = try stand.get()
        let outage = try stretch("2026-04-02T00:00:00Z", seconds)
        let statement = try stand.statement("uptime-standard", at: "2026-04-10T00:00:00Z", down: ["all": [outage]])
        guard let missed = MissedCommitment(statement) else { return nil }
        let fee = FeeLine(feeClass: "platform", interval: statement.window.interval, amountMinor: 10_000_00)
        return CreditEvaluation.evaluate(
            [missed], under: try stand.remedy("uptime-credits"), document: stand.document,
            facts: CreditFacts(currency: "EUR", fees: [fee]))
    }

    /// S1-12: ten times the percentage of downtime, from zero, in proportion. Half a per cent of 30 days is 3.6 hours.
    @Test func creditsAreLinear() throws {
        #expect(try credit(down: 12_960)?.amountMinor == 500_00)
        #expect(try credit(down: 2592) == nil, "99.9 exactly is kept")
        #expect(try credit(down: 2593)?.outcome == .due)
    }

    /// S1-13: never more than the month's fees.
    @Test func creditsAreCapped() throws {
        #expect(try credit(down: 15 * 86_400)?.amountMinor == 10_000_00)
    }

    /// S1-14: seven days from the end of the last outage, to the end of the day; a claim before the month closes waits.
    @Test func sevenDaysFromTheFailure() throws {
        let stand = try stand.get()
        let outage = try stretch("2026-04-03T09:00:00Z", 3600)
        let statement = try stand.statement("uptime-standard", at: "2026-04-10T00:00:00Z", down: ["all": [outage]])
        let rules = try #require(stand.remedy("uptime-credits").claim)
        let deadline = try #require(ClaimDeadline.evaluate(rules, document: stand.document, statement: statement))
        #expect(try deadline.lastSecond == at("2026-04-10T23:59:59Z"))
        let received = try at("2026-04-09T12:00:00Z")
        let review = ClaimReview.evaluate(
            rules, document: stand.document, window: statement.window.interval, receivedAt: received)
        #expect(try review.beginsAt == at("2026-05-01T00:00:00Z"), "it waits for the window's close")
        let late = ClaimStanding.evaluate(receivedAt: deadline.endsAt, statement: statement, document: stand.document)
        #expect(late.state == .tooLate)
    }

    /// S1-16a to c, and the open list.
    @Test(arguments: [
        ("S1-16a", Ground.forceMajeure), ("S1-16b", .thirdParty), ("S1-16c", .ddos), ("S1-16", .other),
    ])
    func exclusions(clause: String, ground: Ground) throws {
        let stand = try stand.get()
        let outage = try stretch("2026-04-10T00:00:00Z", 7200)
        let excluded = ApprovedExclusion(id: "e", ground: ground, interval: outage, clause: clause)
        let statement = try stand.statement(
            "uptime-standard", at: "2026-04-10T00:00:00Z", down: ["all": [outage]], exclusions: [excluded])
        #expect(statement.seconds.countedDown == 0)
        #expect(statement.excluded.first?.clauses == [clause])
        let rule = try #require(stand.document.exclusionRule(on: ground, for: "communications", clause: clause))
        let isJudgement = ground == .ddos || ground == .other
        #expect(rule.lacking(approver: nil, reason: nil) == (isJudgement ? [.approver, .reason] : []))
        #expect(rule.lacking(approver: "key_a", reason: "") == (isJudgement ? [.reason] : []))
        #expect(rule.lacking(approver: "key_a", reason: "Nobody could have stopped it.").isEmpty)
    }

    /// S1-19: "real-time" is five seconds, on the dashboard.
    @Test func progressShowsAtOnce() throws {
        let happened = try at("2026-04-04T03:00:00Z")
        func duty(_ stand: ClauseStand) throws -> PublicationDuty {
            try #require(stand.document.publicationDuties(on: Occurrence(.requests, at: happened)).first)
        }
        let tracking = try duty(stand.get())
        #expect(tracking.clause == "S1-19" && tracking.place == "dashboard" && tracking.bearing.interpretations == ["real-time"])
        let (fifth, sixth) = (happened.advanced(by: 5), happened.advanced(by: 6))
        #expect(tracking.outcome(publishedAt: fifth, at: sixth) == .kept)
        #expect(tracking.outcome(publishedAt: sixth, at: sixth) == .late && tracking.lateSeconds(publishedAt: sixth) == 1)
        #expect(tracking.outcome(publishedAt: nil, at: fifth) == .outstanding)
        #expect(tracking.outcome(publishedAt: nil, at: sixth) == .overdue)
        let unbound = try duty(ClauseStand("infopromo", edit: (", within: PT5S", "")))
        #expect(unbound.outcome(publishedAt: nil, at: sixth) == .outstanding)
    }
}
