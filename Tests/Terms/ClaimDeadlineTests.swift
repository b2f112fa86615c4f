import Testing

@testable import Terms

/// Claims: until when they may be filed, whether they wait, and until when they are answered.
@Suite struct ClaimDeadlineTests {
    private let zecto = Result { try Demo.document("zecto") }

    private func statement(
        _ document: AgreementDocument, _ down: [Interval], in month: String, asOf: Instant? = nil
    ) throws -> Statement {
        let commitment = try #require(document.commitments.first)
        let window = Window.containing(try at(month), kind: .month, zone: document.zone)
        let service = try #require(commitment.services.first)
        return StatementEvaluation.evaluate(
            commitment: commitment, document: document, service: service, tree: .component("api"), window: window,
            facts: StatementFacts(components: ["api": Condition(down: IntervalSet(down))]), asOf: asOf ?? window.interval.end)
    }

    private func deadline(_ rule: String, _ down: [Interval], publishedAt: Instant? = nil) throws -> ClaimDeadline? {
        let document = try Paper.document(
            remedy: """
                schedule: {discretionary: true}
                claim:
                  deadline: \(rule)
                  channels: [ticket]
                  approval: {required: true}
                  applied_to: next_invoice
                """)
        let rules = try #require(document.remedies.first?.claim)
        let statement = try statement(document, down, in: "2026-03-10T00:00:00Z")
        return ClaimDeadline.evaluate(rules, document: document, statement: statement, publishedAt: publishedAt)
    }

    /// Worked example 9: the last counted outage ended on 1 March at 10:00 PKT.
    @Test func thirtyDaysEndWithTheThirtiethDay() throws {
        let document = try zecto.get()
        let outage = try from("2026-03-01T09:00:00+05:00", to: "2026-03-01T10:00:00+05:00")
        let received = try at("2026-03-02T12:00:00+05:00")
        let early = try statement(document, [outage], in: "2026-03-10T00:00:00Z", asOf: received)
        let standing = ClaimStanding.evaluate(receivedAt: received, statement: early, document: document)
        #expect(standing.state == .awaitingWindowClose)
        let deadline = try #require(standing.deadline)
        #expect(deadline.lastDay == LocalDate("2026-03-31"))
        #expect(try deadline.lastSecond == at("2026-03-31T23:59:59+05:00"))
        #expect(deadline.outage == outage)
        #expect(deadline.bearing.clauses == ["S2-5.3d", "S2-5.4"])
        #expect(standing.bearing.clauses == ["S2-2.1", "S2-5.1", "S2-5.3d", "S2-5.4"])

        let closed = try statement(document, [outage], in: "2026-03-10T00:00:00Z")
        let last = ClaimStanding.evaluate(receivedAt: deadline.lastSecond, statement: closed, document: document)
        #expect(last.state == .underReview)
        let late = ClaimStanding.evaluate(receivedAt: deadline.endsAt, statement: closed, document: document)
        #expect(late.state == .tooLate)
    }

    @Test func anchors() throws {
        let early = try from("2026-03-03T09:00:00+05:00", to: "2026-03-03T10:00:00+05:00")
        let last = try from("2026-03-09T22:00:00+05:00", to: "2026-03-10T00:30:00+05:00")
        #expect(try deadline("{days: 7, from: last_outage_end}", [early, last])?.lastDay == LocalDate("2026-03-17"))
        #expect(try deadline("{days: 30, from: window_end}", [early])?.lastDay == LocalDate("2026-04-30"))
        #expect(try deadline("{months: 1, from: window_end}", [early])?.lastDay == LocalDate("2026-04-30"))
        #expect(try deadline("{months: 2, from: last_outage_end}", [early])?.lastDay == LocalDate("2026-05-31"))
        // Friday 13 March and the weekend after it: the fifth business day after Tuesday the 10th is Tuesday the 17th.
        let business = "{business_days: 5, calendar: office, from: last_outage_end}"
        #expect(try deadline(business, [last])?.lastDay == LocalDate("2026-03-17"))
        #expect(try deadline("{days: 10, from: statement_published}", [early]) == nil, "nothing was published")
        let published = try at("2026-04-02T20:00:00Z")
        #expect(
            try deadline("{days: 10, from: statement_published}", [early], publishedAt: published)?.lastDay
                == LocalDate("2026-04-13"), "it was 3 April in Karachi")
        #expect(try deadline("{days: 7, from: last_outage_end}", [])?.lastDay == LocalDate("2026-04-07"), "from the window's end")
    }

    @Test func whatFoundsNoClaim() throws {
        let voice = try Demo.document("connect-engage")
        let down = try from("2026-03-03T09:00:00Z", to: "2026-03-03T10:00:00Z")
        let missed = try statement(voice, [down], in: "2026-03-10T00:00:00Z")
        let standing = ClaimStanding.evaluate(receivedAt: down.end, statement: missed, document: voice)
        #expect(standing.state == .noRemedyClause)
        #expect(standing.deadline == nil && standing.review == nil)
        let document = try zecto.get()
        let kept = try statement(document, [], in: "2026-03-10T00:00:00Z")
        #expect(ClaimStanding.evaluate(receivedAt: down.end, statement: kept, document: document).state == .notMissed)
    }

    /// S2-5.4: the day after the receipt is the first of five business days, and the answer is due at closing.
    @Test func reviewInBusinessDays() throws {
        let document = try zecto.get()
        let rules = try #require(document.remedies.first?.claim)
        let window = Window.containing(try at("2026-03-10T00:00:00Z"), kind: .month, zone: document.zone).interval
        let wednesday = ClaimReview.evaluate(
            rules, document: document, window: window, receivedAt: try at("2026-04-08T20:00:00+05:00"))
        #expect(try wednesday.due == at("2026-04-15T18:00:00+05:00"))
        let saturday = ClaimReview.evaluate(
            rules, document: document, window: window, receivedAt: try at("2026-04-11T10:00:00+05:00"))
        #expect(try saturday.due == at("2026-04-17T18:00:00+05:00"))
        // An early claim waits for 1 April 00:00, a Wednesday: its review begins then.
        let early = ClaimReview.evaluate(
            rules, document: document, window: window, receivedAt: try at("2026-03-02T10:00:00+05:00"))
        #expect(early.beginsAt == window.end)
        #expect(try early.due == at("2026-04-08T18:00:00+05:00"))
    }

    @Test func badRulesAreNamed() {
        let found = Paper.problems(
            remedy: """
                schedule: {discretionary: true}
                claim:
                  deadline: {days: 7, months: 1, from: yesterday}
                  channels: [ticket]
                  approval: {required: true}
                  applied_to: next_invoice
                """)
        #expect(found.contains { $0.contains("must have exactly one of: days, months, business_days") })
        #expect(found.contains { $0.contains("last_outage_end, window_end, statement_published") })
    }
}
