import Testing

@testable import Terms

/// Zecto's clauses about support, credits, reports and changes, S2-4.1 to S2-6.2 and S2-10, executed from the document of the
/// demo.
@Suite struct ZectoServiceClauseTests {
    private let stand = Result { try ClauseStand("zecto") }

    /// S2-4.1a: in business hours. Critical, opened on Friday at 17:30 PKT, is due on Monday at 10:30.
    @Test(arguments: [
        ("critical", "2026-03-13T17:30:00+05:00", "2026-03-16T10:30:00+05:00"),
        ("high", "2026-03-13T17:30:00+05:00", "2026-03-16T12:30:00+05:00"),
        ("medium", "2026-03-16T09:00:00+05:00", "2026-03-16T17:00:00+05:00"),
        ("low", "2026-03-16T09:00:00+05:00", "2026-03-18T15:00:00+05:00"),
    ])
    func standardSupport(priority: String, opened: String, due: String) throws {
        let clock = try stand.get().clock(.firstResponse, "standard", priority, opened: opened, now: opened)
        #expect(try clock?.due == at(due))
    }

    /// S2-4.1b: by the clock.
    @Test(arguments: [("critical", 1800), ("high", 3600), ("medium", 4 * 3600), ("low", 8 * 3600)] as [(String, Int64)])
    func premiumSupport(priority: String, seconds: Int64) throws {
        let opened = "2026-03-14T23:00:00+05:00"
        let clock = try stand.get().clock(.firstResponse, "premium", priority, opened: opened, now: opened)
        #expect(try clock?.due == at(opened).advanced(by: seconds))
        func levels(_ plan: String) throws -> [String] {
            try stand.get().document.supportTiers(for: ScopeFacts(plan: plan, service: "cpaas")).map(\.key)
        }
        #expect(try levels("enterprise").contains("premium"))
        #expect(try levels("standard") == ["standard"])
    }

    private func statement(down seconds: Int64) throws -> Statement {
        try stand.get().statement("uptime", at: "2026-04-10T00:00:00Z", down: ["api": [stretch("2026-04-02T00:00:00Z", seconds)]])
    }

    private func credit(
        down seconds: Int64, _ fees: [(String, Int64, Set<String>)], under other: ClauseStand? = nil
    ) throws -> CreditVerdict? {
        let stand = try other ?? stand.get()
        let statement = try statement(down: seconds)
        guard let missed = MissedCommitment(statement) else { return nil }
        let lines = fees.map { FeeLine(feeClass: $0.0, interval: statement.window.interval, amountMinor: $0.1, states: $0.2) }
        return CreditEvaluation.evaluate(
            [missed], under: try stand.remedy("service-credits"), document: stand.document,
            facts: CreditFacts(currency: "PKR", fees: lines))
    }

    /// S2-5.2: the tiers at their edges, and in the hole between 98.9 and 99.0.
    @Test(arguments: [(2593, 10), (25_920, 10), (25_921, 25), (28_000, 25), (129_600, 25), (129_601, 50)] as [(Int64, Int64)])
    func tiers(down: Int64, percent: Int64) throws {
        let verdict = try #require(try credit(down: down, [("platform", 1_000_00, [])]))
        #expect(verdict.amountMinor == percent * 1_000)
        let inTheHole = (25_921..<28_512).contains(down)
        #expect(verdict.bearing.interpretations.contains("tier-gap") == inTheHole)
    }

    /// S2-5.3a: half of the month's fees at most, whatever the tiers say.
    @Test func cap() throws {
        let generous = (old: #"{below: "95.0", percent: "50"}"#, new: #"{below: "95.0", percent: "80"}"#)
        let capped = try ClauseStand("zecto", edit: generous)
        let verdict = try #require(try credit(down: 20 * 86_400, [("platform", 1_000_00, [])], under: capped))
        #expect(verdict.amountMinor == 500_00 && verdict.bearing.clauses.contains("S2-5.3a"))
    }

    /// S2-5.3b: platform fees only.
    @Test func feeBase() throws {
        #expect(try credit(down: 2593, [("platform", 1_000_00, []), ("usage", 9_000_00, [])])?.amountMinor == 100_00)
    }

    /// S2-5.3c: a credit, never money; what is left at the end is forfeited.
    @Test func noCash() throws {
        let end = try at("2026-06-30T19:00:00Z")
        let payout = try #require(try stand.get().remedy("service-credits").payout)
        #expect(payout.ways == [.credit])
        #expect(payout.remainder(ofMinor: 700) == .init(forfeitedMinor: 700, paidMinor: 0, clause: "S2-5.3c"))
        #expect(payout.atTermination.expiry(contractEnd: end) == end && payout.atTermination.expiry(contractEnd: nil) == nil)
        let paid = try ClauseStand("zecto", edit: ("at_termination: forfeited", "at_termination: paid"))
        let otherwise = try #require(try paid.remedy("service-credits").payout)
        #expect(otherwise.remainder(ofMinor: 700).paidMinor == 700)
        #expect(otherwise.atTermination.expiry(contractEnd: end) == nil)
    }

    /// S2-5.3d: thirty days from the end of the last outage; the first of March lapses on the thirty-first.
    @Test func thirtyDays() throws {
        let stand = try stand.get()
        let outage = try from("2026-03-01T09:00:00+05:00", to: "2026-03-01T10:00:00+05:00")
        let statement = try stand.statement("uptime", at: "2026-03-10T00:00:00Z", down: ["api": [outage]])
        let rules = try #require(stand.remedy("service-credits").claim)
        let deadline = try #require(ClaimDeadline.evaluate(rules, document: stand.document, statement: statement))
        #expect(try deadline.lastSecond == at("2026-03-31T23:59:59+05:00"))
        #expect(deadline.bearing.clauses.contains("S2-5.3d"))
    }

    /// S2-5.3e: fees of a trial or a promotion leave the base.
    @Test func promotions() throws {
        let fees: [(String, Int64, Set<String>)] = [
            ("platform", 600_00, []), ("platform", 300_00, ["promotion"]), ("platform", 100_00, ["free_trial"]),
        ]
        #expect(try credit(down: 2593, fees)?.amountMinor == 60_00)
    }

    /// S2-5.4: a ticket with dates and times, logs if there are any; five business days to answer.
    @Test func claims() throws {
        let stand = try stand.get()
        let statement = try statement(down: 2593)
        let received = try at("2026-05-06T20:00:00+05:00")
        func verdicts(_ channel: String, _ stated: Set<String>) -> ClaimVerdicts {
            let claim = ClaimFacts(receivedAt: received, channel: channel, stated: stated)
            return ClaimVerdicts.evaluate(claim, statement: statement, document: stand.document)
        }
        let dates = "Specific dates and times of service unavailability"
        let complete = verdicts("ticket", [dates])
        #expect(complete.evidence.outcome == .complete && complete.evidence.bearing.clauses == ["S2-5.4"])
        #expect(try complete.timeliness.review?.due == at("2026-05-13T18:00:00+05:00"))
        #expect(verdicts("ticket", ["Error logs"]).evidence.missing == [dates])
        #expect(verdicts("phone", [dates]).evidence.outcome == .incomplete)
    }

    /// S2-6.1: status and incidents on the status page, and maintenance there 48 hours before.
    @Test func publications() throws {
        let document = try stand.get().document
        let start = try at("2026-04-10T00:00:00Z")
        func duties(_ subject: Publication.Subject) -> [PublicationDuty] {
            document.publicationDuties(on: Occurrence(subject, at: start, service: "cpaas", maintenance: .scheduled))
        }
        let maintenance = try #require(duties(.maintenance).first)
        let last = start.advanced(by: -48 * 3600)
        #expect(maintenance.due == last && maintenance.bearing.clauses == ["S2-6.1"])
        #expect(maintenance.outcome(publishedAt: last, at: start) == .kept)
        #expect(maintenance.outcome(publishedAt: last.advanced(by: 1), at: start) == .late)
        #expect(maintenance.lateSeconds(publishedAt: last.advanced(by: 3600)) == 3600)
        for subject in [Publication.Subject.status, .incidents] {
            let duty = try #require(duties(subject).first)
            #expect(duty.place == "status.zecto.io" && duty.due == nil)
            #expect(duty.outcome(publishedAt: nil, at: start) == .outstanding)
            #expect(duty.outcome(publishedAt: start, at: start) == .kept)
        }
        #expect(duties(.requests).isEmpty, "nothing is promised of it")
    }

    /// S2-6.2: Enterprise customers, on the fifth business day after the month, with four things in it.
    @Test func monthlyReports() throws {
        let document = try stand.get().document
        let report = try #require(document.reportsDue(plan: "enterprise", at: at("2026-05-02T00:00:00Z")).first)
        #expect(report.window.label == "2026-04" && report.bearing.clauses == ["S2-6.2"])
        let due = try at("2026-05-07T18:00:00+05:00")
        #expect(report.due == due && !report.isLate(due) && report.isLate(due.advanced(by: 1)))
        #expect(report.missing(from: ["Uptime percentage", "API response times"]).count == 2)
        #expect(report.missing(from: Set(report.contents)).isEmpty)
        #expect(try document.reportsDue(plan: "standard", at: at("2026-05-02T00:00:00Z")).isEmpty)
    }

    /// S2-10.3: an impossible date is found, and read as the header's; the reading is on record.
    @Test func impossibleDate() throws {
        func finding(_ stand: ClauseStand) throws -> LintFinding {
            try #require(AgreementLint.findings(stand.document).first { $0.code == .impossibleDate })
        }
        let found = try finding(stand.get())
        #expect(found.clause == "S2-10.3" && !found.isOpen)
        #expect(found.proposal?.choice.contains("2025-11-17") == true, "the header's date")
        let sound = try ClauseStand(
            "zecto", edit: (#"date: 2025-11-17, as_written: "[17/111/2025]""#, #"date: 2025-11-17, as_written: "17 Nov 2025""#))
        #expect(try finding(sound).pointer != found.pointer, "only the clause's own words are left to stumble over")
        #expect(try stand.get().document.history.first?.date == LocalDate("2025-11-17"))
    }
}
