import Testing

@testable import Terms

/// What agreements oblige their providers to do by themselves: to publish, to report, to announce, to escalate.
@Suite struct DutyTests {
    private let day: Int64 = 86_400

    /// A rule that is for one kind of maintenance is not for what nobody has said the kind of.
    @Test func whatIsForOneKindOfMaintenanceIsNotForAnother() throws {
        let document = try Demo.document("connect-engage")
        let start = try at("2026-06-06T03:00:00Z")
        func clauses(_ kind: Maintenance.Kind?) -> [String] {
            document.publicationDuties(on: Occurrence(.maintenance, at: start, maintenance: kind)).map(\.clause)
        }
        #expect(clauses(.scheduled) == ["S3-7a", "S3-7c"])
        #expect(clauses(.emergency) == ["S3-7b", "S3-7c"])
        #expect(clauses(nil) == ["S3-7c"])
    }

    /// What must be known before is in time to the second; nothing is late without a time.
    @Test func outcomesAtTheirEdges() throws {
        let document = try Demo.document("zecto")
        let start = try at("2026-04-10T00:00:00Z")
        let duty = try #require(document.publicationDuties(on: Occurrence(.maintenance, at: start)).first)
        let due = try #require(duty.due)
        #expect(duty.outcome(publishedAt: nil, at: due) == .outstanding)
        #expect(duty.outcome(publishedAt: nil, at: due.advanced(by: 1)) == .overdue)
        #expect(duty.outcome(publishedAt: due.advanced(by: 9), at: due.advanced(by: 1)) == .overdue, "that is still to come")
        #expect(!duty.reaches(subscriberOf: ["cpaas"]), "it is shown, and sent to nobody")
    }

    @Test func theLongestNoticeDecidesAndImprovementsHaveARuleOfTheirOwn() throws {
        let document = try Demo.document("zecto", edit: ("    notice_days: 0\n", "    notice_days: 7\n"))
        let improvement = try #require(ChangeDuty(document, of: .improvement))
        #expect(improvement.days == 7 && improvement.isInAdvance)
        let reduction = try #require(ChangeDuty(document, of: .reduction))
        #expect(reduction.days == 30 && reduction.channels == ["email", "website", "in_app_or_sms"])
        #expect(try #require(ChangeDuty(document, of: .any)).clause == "S2-10.1")
        let asked = try at("2026-03-01T00:00:00Z")
        #expect(reduction.start(asked: asked, announced: [:], in: document.zone) == nil)
        let announced = ["email": asked.advanced(by: -40 * day), "website": asked.advanced(by: -day), "phone": asked]
        #expect(reduction.start(asked: asked, announced: announced, in: document.zone) == asked, "forty days are enough")
        #expect(reduction.missing(announced: announced) == ["in_app_or_sms"])
    }

    @Test func anAgreementThatSaysNothingOfChangesObligesToNothing() throws {
        let reduced = try Demo.document("connect-engage", edit: ("change: any", "change: improvement"))
        #expect(ChangeDuty(reduced, of: .reduction) == nil)
    }

    @Test func reportsAreForTheirPlansAndTheWindowThatClosedLast() throws {
        let document = try Demo.document("zecto", edit: ("    every: month\n", "    every: quarter\n"))
        let report = try #require(document.reportsDue(plan: "enterprise", at: at("2026-05-02T00:00:00Z")).first)
        #expect(report.window.label == "2026-Q1")
        #expect(try report.due == at("2026-04-07T18:00:00+05:00"))
        #expect(try document.reportsDue(plan: "free", at: at("2026-05-02T00:00:00Z")).isEmpty)
    }
}
