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
        #expect(try stand.get().tier("premium").plans == ["enterprise"])
    }

    /// S2-4.2: Zecto classifies.
    @Test func theProviderClassifies() throws {
        let priorities = try stand.get().document.priorities
        #expect(priorities.map(\.key) == ["critical", "high", "medium", "low"])
        #expect(priorities.allSatisfy { $0.classifiedBy == .provider })
    }

    private func statement(down seconds: Int64) throws -> Statement {
        try stand.get().statement("uptime", at: "2026-04-10T00:00:00Z", down: ["api": [stretch("2026-04-02T00:00:00Z", seconds)]])
    }

    private func credit(down seconds: Int64, _ fees: [(String, Int64, Set<String>)]) throws -> CreditVerdict? {
        let stand = try stand.get()
        let statement = try statement(down: seconds)
        guard let missed = MissedCommitment(statement) else { return nil }
        let lines = fees.map { FeeLine(feeClass: $0.0, interval: statement.window.interval, amountMinor: $0.1, states: $0.2) }
        return CreditEvaluation.evaluate(
            [missed], under: try stand.remedy("service-credits"), document: stand.document,
            facts: CreditFacts(currency: "PKR", fees: lines))
    }

    /// S2-5.1: below 99.9 a claim may be made, and somebody approves; the next invoice has the credit.
    @Test func somebodyApproves() throws {
        let stand = try stand.get()
        let claim = try #require(stand.remedy("service-credits").claim)
        #expect(claim.needsApproval && claim.approvalClause == "S2-5.1" && claim.appliedTo == .nextInvoice)
        let missed = try statement(down: 2593)
        let standing = ClaimStanding.evaluate(receivedAt: missed.window.interval.end, statement: missed, document: stand.document)
        #expect(standing.state == .underReview)
        let kept = try statement(down: 2592)
        let refused = ClaimStanding.evaluate(receivedAt: kept.window.interval.end, statement: kept, document: stand.document)
        #expect(refused.state == .notMissed)
    }

    /// S2-5.2: the tiers at their edges, and in the hole between 98.9 and 99.0.
    @Test(arguments: [(2593, 10), (25_920, 10), (25_921, 25), (28_000, 25), (129_600, 25), (129_601, 50)] as [(Int64, Int64)])
    func tiers(down: Int64, percent: Int64) throws {
        let verdict = try #require(try credit(down: down, [("platform", 1_000_00, [])]))
        #expect(verdict.amountMinor == percent * 1_000)
        let inTheHole = (25_921..<28_512).contains(down)
        #expect(verdict.bearing.interpretations.contains("tier-gap") == inTheHole)
    }

    /// S2-5.3a: half of the month's fees at most.
    @Test func cap() throws {
        let remedy = try stand.get().remedy("service-credits")
        #expect(remedy.cap == Percent("50") && remedy.capClause == "S2-5.3a")
        #expect(try credit(down: 20 * 86_400, [("platform", 1_000_00, [])])?.amountMinor == 500_00)
    }

    /// S2-5.3b: platform fees only.
    @Test func feeBase() throws {
        #expect(try credit(down: 2593, [("platform", 1_000_00, []), ("usage", 9_000_00, [])])?.amountMinor == 100_00)
    }

    /// S2-5.3c: a credit, never money; forfeited at the end.
    @Test func noCash() throws {
        let payout = try #require(try stand.get().remedy("service-credits").payout)
        #expect(payout.form == .credit && payout.atTermination == .forfeited && payout.clause == "S2-5.3c")
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

    /// S2-5.4: a ticket, dates and times; five business days to answer.
    @Test func claims() throws {
        let stand = try stand.get()
        let claim = try #require(stand.remedy("service-credits").claim)
        #expect(claim.channels == ["ticket"] && claim.required.count == 1 && claim.optional == ["Error logs", "Screenshots"])
        let window = try statement(down: 2593).window.interval
        let review = ClaimReview.evaluate(
            claim, document: stand.document, window: window, receivedAt: try at("2026-05-06T20:00:00+05:00"))
        #expect(try review.due == at("2026-05-13T18:00:00+05:00"))
    }

    /// S2-6.1: status, incidents, and maintenance 48 hours before.
    @Test func publications() throws {
        let publications = try stand.get().document.publications
        #expect(publications.map(\.subject) == [.status, .incidents, .maintenance])
        #expect(publications.last?.notice == TimeSpan("PT48H"))
    }

    /// S2-6.2: on the fifth business day after the month.
    @Test func monthlyReports() throws {
        let document = try stand.get().document
        let report = try #require(document.reports.first)
        let april = Window.containing(try at("2026-04-10T00:00:00Z"), kind: report.every, zone: document.zone)
        #expect(try report.due(for: april, calendars: document.calendars) == at("2026-05-07T18:00:00+05:00"))
        #expect(report.plans == ["enterprise"] && report.contents.count == 4)
    }

    /// S2-10.1, 10.2: by email, on the website and in the app; thirty days for what makes a promise smaller.
    @Test func changes() throws {
        let changes = try stand.get().document.changes
        #expect(changes.first { $0.change == .any }?.channels == ["email", "website", "in_app_or_sms"])
        let reduction = try #require(changes.first { $0.change == .reduction })
        #expect(reduction.noticeDays == 30 && reduction.isInAdvance)
        #expect(changes.first { $0.change == .improvement }?.noticeDays == 0)
    }

    /// S2-10.3: an impossible date, kept as it is printed, and read as the header's.
    @Test func impossibleDate() throws {
        let document = try stand.get().document
        #expect(document.history.first?.asWritten == "[17/111/2025]")
        #expect(document.history.first?.date == LocalDate("2025-11-17"))
        #expect(document.importWarnings.contains { $0.clause == "S2-10.3" && $0.readAs == "2025-11-17" })
    }
}
