import Testing

@testable import Terms

/// Zadarma's clauses, S0-1 to S0-13, executed from the document of the demo.
@Suite struct ZadarmaClauseTests {
    private let stand = Result { try ClauseStand("zadarma") }

    /// S0-1: down while any main part is; website services are not main.
    @Test func anyMainPartBringsTheServiceDown() throws {
        let stand = try stand.get()
        let day = "2026-06-29T12:00:00Z"
        let calls = try stretch("2026-03-01T00:00:00Z", 600)
        let numbers = try stretch("2026-03-01T00:05:00Z", 600)
        let website = try stretch("2026-03-02T00:00:00Z", 86_400)
        let down = ["calls": [calls], "numbers": [numbers], "website": [website]]
        let statement = try stand.statement("uptime", at: day, down: down)
        #expect(statement.seconds.down == 900, "the union of both, and nothing of the website")
        #expect(statement.target == Percent("99.99"))
    }

    /// S0-2: 180 days of 24 hours, of which 25.92 minutes may be down.
    @Test func theLast180Days() throws {
        let stand = try stand.get()
        let day = "2026-06-29T12:00:00Z"
        let most = try stand.statement("uptime", at: day, down: ["calls": [stretch("2026-05-01T00:00:00Z", 1555)]])
        #expect(most.seconds.total == 259_200 * 60)
        #expect(most.budget.allowedSeconds == Rational(2592 * 60, over: 100), "25.92 minutes")
        #expect(most.verdict == .met)
        let more = try stand.statement("uptime", at: day, down: ["calls": [stretch("2026-05-01T00:00:00Z", 1556)]])
        #expect(more.verdict == .missed)
        let before = try stand.statement("uptime", at: day, down: ["calls": [stretch("2025-12-31T00:00:00Z", 86_400)]])
        #expect(before.seconds.down == 0, "the window begins on 1 January")
        #expect(stand.document.zone.date(at: before.window.interval.start) == LocalDate("2026-01-01"))
    }

    /// S0-3: excluded time counts as up and never lifts the figure above 100 %; the literal text is kept.
    @Test func excludedTimeLeavesDowntimeOnly() throws {
        let stand = try stand.get()
        let outage = try stretch("2026-05-01T00:00:00Z", 7200)
        let excluded = ApprovedExclusion(
            id: "e", ground: .thirdParty, interval: try stretch("2026-05-01T01:00:00Z", 7200), clause: "S0-11b")
        let statement = try stand.statement(
            "uptime", at: "2026-06-29T12:00:00Z", down: ["calls": [outage]], exclusions: [excluded])
        #expect(statement.seconds.countedDown == 3600)
        #expect(statement.seconds.base == statement.seconds.total)
        #expect(statement.ratio == Ratio(259_200 * 60 - 3600, of: 259_200 * 60))
        #expect(statement.interpretations.contains("formula"))
        let formula = stand.document.interpretations.first { $0.id == "formula" }
        #expect(formula?.literal?.contains("B = Scheduled Downtime") == true)
    }

    /// S0-4: the provider's own measurements decide; what a customer measured is evidence in a dispute.
    @Test func theProviderMeasures() throws {
        let claimed = try stretch("2026-05-01T00:00:00Z", 3600)
        let measured = try stretch("2026-05-01T00:00:00Z", 600)
        func evidence(_ stand: ClauseStand) throws -> ClaimEvidence {
            let statement = try stand.statement("uptime", at: "2026-06-29T12:00:00Z", down: ["calls": [measured]])
            let claim = ClaimFacts(receivedAt: statement.window.interval.end, claimedTimes: IntervalSet(claimed))
            return ClaimVerdicts.evaluate(claim, statement: statement, document: stand.document).evidence
        }
        let found = try evidence(stand.get())
        #expect(found.accepted == IntervalSet(measured) && found.contested?.seconds == 3000)
        #expect(found.bearing.clauses == ["S0-4"])
        let theirs = try evidence(ClauseStand("zadarma", edit: ("authority: provider", "authority: customer")))
        #expect(theirs.accepted == IntervalSet(claimed))
    }

    /// S0-5: a missing backup is recorded, and costs nothing.
    @Test func backupIsRecordedAndVoidsNothing() throws {
        func result(_ stand: ClauseStand) throws -> ConditionResult {
            let backup = try #require(stand.document.conditions(of: ["uptime"]).first)
            return backup.evaluate(CustomerFacts(facts: ["customer_backup": false]), outages: .empty)
        }
        let without = try result(stand.get())
        #expect(without.clause == "S0-5" && without.outcome == .failed)
        #expect(!without.isFatal && !without.isOpen)
        let hard = "strength: guarantee\n    fact: customer_backup"
        let asked = try ClauseStand("zadarma", edit: ("strength: target\n    fact: customer_backup", hard))
        #expect(try result(asked).isFatal, "which it would be if the clause were hard")
    }

    /// S0-7: around the clock, in seven languages that nobody names.
    @Test func supportIsThereAroundTheClock() throws {
        let stand = try stand.get()
        let tier = try stand.tier("phone")
        let night = try stretch("2026-12-25T03:00:00Z", 3600)
        #expect(try stand.calendar(tier.calendar).openTime(in: night).seconds == 3600)
        #expect(tier.languages?.count == 7)
        #expect(tier.languages?.includes("en") == nil, "unknown, not refused")
    }

    /// S0-8: a mean over the month; one slow chat misses nothing.
    @Test func chatsAreAnsweredInThreeMinutesOnAverage() throws {
        let stand = try stand.get()
        func chats(_ sum: Int64, _ count: Int64) -> ObjectiveSample.Reading {
            .values(ValueSummary(sum: Rational(sum), count: count, minimum: Rational(1), maximum: Rational(sum)))
        }
        #expect(try stand.judge("chat-response", [chats(3600, 1), chats(14_400, 99)], unit: "s").verdict == .met)
        #expect(try stand.judge("chat-response", [chats(3600, 1), chats(14_401, 99)], unit: "s").verdict == .missed)
        #expect(
            try stand.clock(.firstResponse, "chat", "any", opened: "2026-04-01T00:00:00Z", now: "2026-05-01T00:00:00Z") == nil)
    }

    /// S0-10: night on the client's clock is hoped for; works by day are excluded too, when they were announced.
    @Test func nightIsTheClientsAndBindsNobody() throws {
        let stand = try stand.get()
        let works = try stretch("2026-04-01T12:00:00Z", 3600)
        let hours = try #require(stand.exclusion("scheduled-works").hours)
        #expect(hours.strength == .target)
        let zone = try #require(Zone("Asia/Tokyo"))
        func night(_ customer: Zone?) -> Int64 {
            hours.time(in: works, calendars: [:], agreementZone: .utc, customerZone: customer).seconds
        }
        #expect(night(nil) == 0)
        #expect(night(zone) == 0, "21:00 to 22:00 in Tokyo")
        let later = try stretch("2026-04-01T13:30:00Z", 3600)
        let inTokyo = hours.time(in: later, calendars: [:], agreementZone: .utc, customerZone: zone)
        #expect(inTokyo.seconds == 3600)
        let announced = Maintenance(id: "m", kind: .scheduled, interval: works, announcedAt: works.start.advanced(by: -1))
        let statement = try stand.statement(
            "uptime", at: "2026-06-29T12:00:00Z", down: ["calls": [works]], maintenance: [announced])
        #expect(statement.seconds.countedDown == 0)
    }

    /// S0-11a to f: each ground takes its time out, under its own clause.
    @Test(arguments: [
        ("S0-11a", Ground.customer), ("S0-11b", .thirdParty), ("S0-11c", .notCovered), ("S0-11d", .customer),
        ("S0-11e", .customer),
    ])
    func exclusions(clause: String, ground: Ground) throws {
        let stand = try stand.get()
        let outage = try stretch("2026-05-01T00:00:00Z", 3600)
        let parts = stand.document.exclusions.first { $0.clause == clause }?.parts ?? []
        let excluded = ApprovedExclusion(id: "e", ground: ground, interval: outage, clause: clause, components: parts)
        let key = parts.first ?? "calls"
        let statement = try stand.statement("uptime", at: "2026-06-29T12:00:00Z", down: [key: [outage]], exclusions: [excluded])
        #expect(statement.seconds.countedDown == 0)
        #expect(statement.qualifications.first?.clause == clause)
        #expect(statement.qualifications.first?.reason != .noClause)
    }

    /// S0-11c: only website services; a beta of anything else takes nothing out.
    @Test func betaIsForWebsiteServicesOnly() throws {
        let stand = try stand.get()
        let outage = try stretch("2026-05-01T00:00:00Z", 3600)
        let excluded = ApprovedExclusion(id: "e", ground: .notCovered, interval: outage, clause: "S0-11c", components: ["calls"])
        let statement = try stand.statement(
            "uptime", at: "2026-06-29T12:00:00Z", down: ["calls": [outage]], exclusions: [excluded])
        #expect(statement.seconds.countedDown == 3600)
        #expect(statement.qualifications.first?.reason == .noClause)
        let rule = try #require(try stand.exclusion("alpha-beta").scope)
        #expect(rule.holds(for: ["stage": "beta"]) && !rule.holds(for: ["stage": "released"]) && !rule.holds(for: [:]))
    }

    /// S0-11f: scheduled works, if posted before they begin.
    @Test func worksThatWerePostedBefore() throws {
        let stand = try stand.get()
        let works = try stretch("2026-05-01T00:00:00Z", 3600)
        func counted(announced: Int64?) throws -> Int64 {
            let maintenance = Maintenance(
                id: "m", kind: .scheduled, interval: works, announcedAt: announced.map { works.start.advanced(by: $0) })
            let statement = try stand.statement(
                "uptime", at: "2026-06-29T12:00:00Z", down: ["pbx": [works]], maintenance: [maintenance])
            return statement.seconds.countedDown
        }
        #expect(try counted(announced: -60) == 0)
        #expect(try counted(announced: 60) == 3600)
        #expect(try counted(announced: nil) == 3600)
    }

    /// S0-13: a breach is reported, and a claim refused for want of a clause.
    @Test func nothingIsGranted() throws {
        let stand = try stand.get()
        let outage = try stretch("2026-05-01T00:00:00Z", 86_400)
        let missed = try stand.statement("uptime", at: "2026-06-29T12:00:00Z", down: ["calls": [outage]])
        #expect(missed.verdict == .missed && missed.remedy == nil)
        let standing = ClaimStanding.evaluate(receivedAt: missed.window.interval.end, statement: missed, document: stand.document)
        #expect(standing.state == .noRemedyClause)
        #expect(stand.document.noRemedy?.clause == "S0-13")
        #expect(stand.document.clause("S0-13")?.isSilent == true)
    }
}
