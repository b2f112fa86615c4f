import Contracts
import Foundation
import Terms
import Testing

@testable import Claims

/// Clauses about claims, executed by the service's model from the documents of the demo.
@Suite struct ClaimClauseTests {
    private let sold = ServiceID()

    /// A claim on April under Zecto's agreement, with all that it asks for.
    private func judgement(_ document: AgreementDocument, down seconds: Int64) throws -> ClaimJudgement {
        let commitment = try #require(document.commitment("uptime"))
        let window = Window.containing(instant("2026-04-10T00:00:00Z"), kind: commitment.window, zone: document.zone)
        let start = instant("2026-04-10T00:00:00Z")
        let outage = IntervalSet([Interval(start, start.advanced(by: seconds))])
        let statement = StatementEvaluation.evaluate(
            commitment: commitment, document: document, service: "cpaas", tree: .component("it"), window: window,
            facts: StatementFacts(components: ["it": Condition(down: outage)]), asOf: window.interval.end)
        let agreement = AgreementID()
        let resource = StatementResource(
            id: StatementID(), revision: 1, state: .provisional, reason: nil, agreement: agreement, agreementVersion: 1,
            service: sold, statement: statement, interpretations: document.interpretations)
        let fee = try #require(Money(amountMinor: 1_000_00, currency: "PKR"))
        let subscription = SubscriptionState(
            id: SubscriptionID(), customer: CustomerID(), service: sold, agreement: agreement, agreementVersion: nil,
            plan: "enterprise", currency: "PKR", fees: ["platform": fee], billingAnchorDay: 1, trial: false,
            from: instant("2026-01-01T00:00:00Z"), until: nil, revision: 1, createdAt: start, updatedAt: start)
        let fees = FeeLines(
            subscriptions: [subscription], recorded: [], serviceKeys: [sold: "cpaas"], zone: document.zone)
        return ClaimJudgement(
            ClaimCase(
                document: document, commitment: commitment, serviceKey: "cpaas", window: window,
                statement: KnownStatement(
                    resource: resource.settled, countedDown: CountedDowntime(statement.countedDown), toldAt: window.interval.end),
                subscriptions: [subscription], fees: fees, credits: [], receivedAt: instant("2026-05-03T00:00:00Z"),
                facts: .init(), answered: ["Specific dates and times of service unavailability"], isAutomatic: false))
    }

    /// S2-5.1: below 99.9 a credit may be claimed, and somebody approves; at 99.9 nothing may.
    @Test func somebodyApproves() throws {
        let document = try World.document("zecto.yaml")
        let missed = try judgement(document, down: 2593)
        #expect(missed.standing == .ready(needsApproval: true) && missed.verdicts.clauses.contains("S2-5.1"))
        var life = ClaimLife(.drafted)
        #expect(try life.submit(missed) == [.tell(.submitted)] && life.state == .underReview, "no credit before an answer")
        guard case .refused(.notMissed, _) = try judgement(document, down: 2592).standing else {
            Issue.record("99.9 exactly is kept")
            return
        }
        let asked = "approval: {required: true, clause: S2-5.1}"
        let generous = try World.document("zecto.yaml", replacing: [(asked, asked.replacing("true", with: "false"))])
        var unasked = ClaimLife(.drafted)
        #expect(try unasked.submit(judgement(generous, down: 2593)).contains(.issueCredit))
        #expect(unasked.state == .approved)
    }

    /// S1-15: a credit, or a waiver of the same amount, as the approver chooses, and no money; S2-5.3c: a credit only.
    @Test func creditOrWaiver() throws {
        let infopromo = try World.document("infopromo.yaml")
        func given(_ form: String, _ remedy: String, _ document: AgreementDocument) throws -> Remedy.Payout.Way {
            let body = #"{"decision":"approved","reason":"Measured so."\#(form)}"#
            return try Node(json: Data(body.utf8)).read { ClaimDecision($0) }.given(under: document.remedy(remedy))
        }
        #expect(try given("", "uptime-credits", infopromo) == .credit)
        #expect(try given(#","form":"waiver""#, "uptime-credits", infopromo) == .waiver)
        #expect(throws: ClaimError.form("must be credit or waiver by S1-15")) {
            try given(#","form":"cash""#, "uptime-credits", infopromo)
        }
        #expect(throws: ClaimError.form("must be credit by S2-5.3c")) {
            try given(#","form":"waiver""#, "service-credits", World.document("zecto.yaml"))
        }
        let strict = try World.document("infopromo.yaml", replacing: [("form: credit_or_waiver", "form: credit")])
        #expect(throws: ClaimError.form("must be credit by S1-15")) {
            try given(#","form":"waiver""#, "uptime-credits", strict)
        }
    }
}
