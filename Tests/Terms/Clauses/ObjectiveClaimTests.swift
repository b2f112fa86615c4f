import Testing

@testable import Terms

/// Claims on promises about speed, delivery or quality, from the documents of the demo.
@Suite struct ObjectiveClaimTests {
    private let stand = Result { try ClauseStand("infopromo") }

    private func claim(
        _ stand: ClauseStand, _ objective: String, lost: Int64, at received: String = "2026-05-03T00:00:00Z",
        billing: BillingFacts? = nil
    ) throws -> ObjectiveClaim {
        let result = try stand.judge(objective, [.counts(hits: lost, all: 1000)])
        let facts = ClaimFacts(receivedAt: try at(received), billing: billing)
        return try #require(ObjectiveClaim.evaluate(facts, result: result, document: stand.document))
    }

    private func april() throws -> BillingFacts {
        let month = try from("2026-04-01T00:00:00Z", to: "2026-05-01T00:00:00Z")
        return BillingFacts(
            currency: "EUR", fees: [FeeLine(feeClass: "platform", interval: month, amountMinor: 10_000_00)])
    }

    /// S1-11: a claim is allowed where a threshold was missed, and the approver sets the amount.
    @Test func metricCreditsAreDiscretionary() throws {
        let stand = try stand.get()
        let missed = try claim(stand, "packet-loss", lost: 2, billing: april())
        #expect(missed.breach.outcome == .missed && missed.standing.state == .underReview)
        #expect(missed.amount.outcome == .discretionary && missed.amount.credit?.amountMinor == nil)
        #expect(missed.amount.approvalClause == "S1-11" && missed.amount.bearing.clauses.contains("S1-11"))
        #expect(missed.amount.bearing.interpretations.contains("discretionary"))
        let fixed = try ClauseStand(
            "infopromo", edit: ("schedule: {discretionary: true}", #"schedule: {flat: {percent: "5"}}"#))
        #expect(try claim(fixed, "packet-loss", lost: 2, billing: april()).amount.credit?.amountMinor == 500_00)
        #expect(try claim(fixed, "packet-loss", lost: 2).amount.outcome == .feesUnknown)
        #expect(try claim(stand, "packet-loss", lost: 2).amount.outcome == .discretionary, "fees decide nothing here")
    }

    @Test func keptThresholdsAndLateClaimsGetNothing() throws {
        let stand = try stand.get()
        let kept = try claim(stand, "packet-loss", lost: 0)
        #expect(kept.standing.state == .notMissed && kept.breach.outcome == .kept && kept.amount.outcome == .none)
        // The month's last day is day 0.
        let last = try claim(stand, "packet-loss", lost: 2, at: "2026-05-07T23:59:59Z")
        #expect(last.standing.state == .underReview)
        #expect(try last.standing.deadline?.lastSecond == at("2026-05-07T23:59:59Z"))
        #expect(try claim(stand, "packet-loss", lost: 2, at: "2026-05-08T00:00:00Z").standing.state == .tooLate)
    }

    @Test func aimsAndPromisesWithoutARemedyFoundNothing() throws {
        let stand = try stand.get()
        let aim = try claim(stand, "latency", lost: 1)
        #expect(aim.breach.outcome == .missed && aim.standing.state == .noRemedyClause && aim.amount.outcome == .none)
        let zecto = try claim(ClauseStand("zecto"), "sms-delivery-rate", lost: 900)
        #expect(zecto.breach.outcome == .missed && zecto.standing.state == .noRemedyClause)
        let soft = try ClauseStand(
            "infopromo",
            edit: ("title: Packet loss of less than 0.1%\n    strength: guarantee", "title: Packet loss\n    strength: target"))
        #expect(try claim(soft, "packet-loss", lost: 2).standing.state == .notGuaranteed)
    }

    @Test func anOpenWindowWaitsAndAPlanThatIsNotMeantHasNoClaim() throws {
        let stand = try stand.get()
        let objective = try stand.objective("packet-loss")
        let window = Window.containing(try at("2026-04-10T00:00:00Z"), kind: objective.window, zone: stand.document.zone)
        let open = ObjectiveEvaluation.evaluate(
            objective, document: stand.document, window: window, facts: ObjectiveFacts(samples: []),
            asOf: window.interval.end.advanced(by: -1))
        let early = ClaimFacts(receivedAt: try at("2026-04-20T00:00:00Z"))
        let waiting = try #require(ObjectiveClaim.evaluate(early, result: open, document: stand.document))
        #expect(waiting.standing.state == .awaitingWindowClose && waiting.amount.outcome == .pending)
        #expect(waiting.standing.review?.beginsAt == window.interval.end && !waiting.breach.isFinal)
        let plans = "strength: guarantee\n    service: communications\n    plans: [enterprise]\n    share: {below"
        let scoped = try ClauseStand(
            "infopromo", edit: ("strength: guarantee\n    service: communications\n    share: {below", plans))
        let result = try scoped.judge("packet-loss", [.counts(hits: 2, all: 1000)])
        let other = ClaimFacts(
            receivedAt: try at("2026-05-03T00:00:00Z"), customer: CustomerFacts(attributes: ["plan": "standard"]))
        let refused = try #require(ObjectiveClaim.evaluate(other, result: result, document: scoped.document))
        #expect(refused.standing.state == .notEligible && refused.breach.outcome == .missed)
    }
}
