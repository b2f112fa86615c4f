import Testing

@testable import Terms

/// Claims: five verdicts, none of which decides another.
@Suite struct ClaimVerdictTests {
    private let claimRules = """
        claim:
          deadline: {days: 30, from: last_outage_end, clause: P-3}
          channels: [ticket]
          required: [Dates and times, Service]
          approval: {required: true, clause: P-2}
          applied_to: next_invoice
        """

    private func document(_ more: String = "", commitment: String = Paper.usual, preconditions: String = "") throws
        -> AgreementDocument
    {
        try Paper.document(
            commitment: commitment, remedy: "schedule: {flat: {percent: \"10\"}}\n\(more)\(claimRules)", more: preconditions)
    }

    private let outage = Result { try from("2026-03-10T00:00:00Z", to: "2026-03-10T05:00:00Z") }

    private func statement(_ document: AgreementDocument, isDown: Bool = true, asOf: Instant? = nil) throws -> Statement {
        let commitment = try #require(document.commitments.first)
        let window = Window.containing(try at("2026-03-10T00:00:00Z"), kind: .month, zone: document.zone)
        let down = isDown ? IntervalSet(try outage.get()) : .empty
        return StatementEvaluation.evaluate(
            commitment: commitment, document: document, service: try #require(commitment.services.first),
            tree: .component("api"), window: window, facts: StatementFacts(components: ["api": Condition(down: down)]),
            asOf: asOf ?? window.interval.end)
    }

    private func billing() throws -> BillingFacts {
        let month = Window.containing(try at("2026-03-10T00:00:00Z"), kind: .month, zone: Zone("Asia/Karachi") ?? .utc)
        return BillingFacts(
            currency: "EUR", fees: [FeeLine(feeClass: "platform", interval: month.interval, amountMinor: 300_000)])
    }

    private func claim(_ customer: CustomerFacts = CustomerFacts()) throws -> ClaimFacts {
        ClaimFacts(
            receivedAt: try at("2026-04-02T10:00:00Z"), channel: "ticket", stated: ["Dates and times", "Service"],
            customer: customer, billing: try billing())
    }

    @Test func allIsWell() throws {
        let document = try document()
        let verdicts = ClaimVerdicts.evaluate(try claim(), statement: try statement(document), document: document)
        #expect(verdicts.breach.outcome == .missed && verdicts.breach.isFinal)
        #expect(verdicts.breach.bearing.clauses.contains("P-1"))
        #expect(verdicts.eligibility.outcome == .eligible)
        #expect(verdicts.timeliness.outcome == .inTime)
        #expect(verdicts.timeliness.bearing.clauses == ["P-2", "P-3"])
        #expect(verdicts.evidence.outcome == .complete)
        #expect(verdicts.amount.outcome == .due)
        #expect(verdicts.amount.credit?.amountMinor == 30_000)
        #expect(verdicts.amount.approvalClause == "P-2")
        #expect(verdicts.standing.state == .underReview)
    }

    /// Each on its own: nothing that fails changes another verdict.
    @Test func noneDecidesAnother() throws {
        let document = try document()
        let statement = try statement(document)
        var late = try claim()
        late.receivedAt = try at("2026-04-20T00:00:00Z")
        let tooLate = ClaimVerdicts.evaluate(late, statement: statement, document: document)
        #expect(tooLate.timeliness.outcome == .tooLate)
        #expect(tooLate.breach.outcome == .missed && tooLate.amount.outcome == .due)
        #expect(tooLate.eligibility.outcome == .eligible && tooLate.standing.state == .tooLate)
        var bare = try claim()
        bare.billing = nil
        bare.channel = "phone"
        bare.stated = ["Service"]
        let poor = ClaimVerdicts.evaluate(bare, statement: statement, document: document)
        #expect(poor.amount.outcome == .feesUnknown && poor.amount.credit == nil)
        #expect(poor.evidence.outcome == .incomplete && poor.evidence.missing == ["Dates and times"])
        #expect(poor.evidence.isByNamedChannel == false)
        #expect(poor.breach.outcome == .missed && poor.standing.state == .underReview)
        let kept = ClaimVerdicts.evaluate(
            try claim(), statement: try self.statement(document, isDown: false), document: document)
        #expect(kept.breach.outcome == .kept && kept.amount.outcome == .none && kept.standing.state == .notMissed)
        let open = try self.statement(document, asOf: at("2026-03-11T00:00:00Z"))
        let early = ClaimVerdicts.evaluate(try claim(), statement: open, document: document)
        #expect(early.breach.outcome == .missed && !early.breach.isFinal, "nothing that is to come can mend it")
        #expect(early.amount.outcome == .pending && early.standing.state == .awaitingWindowClose)
    }

    /// Two zones, paid invoices, a prior case: of the remedy and of the commitment.
    @Test func preconditionsOfBoth() throws {
        let document = try document(
            """
            conditions:
              - {id: paid, title: Invoices are paid, fact: invoices_paid, clause: P-3}
              - {id: case, title: A case within a day, prior_case: {within: P1D, of: outage_start}, strength: target}

            """,
            preconditions: """
                preconditions:
                  - {id: zones, clause: P-1, title: Runs in two zones, fact: two_zones, commitments: [uptime]}
                """)
        let statement = try statement(document)
        func verdicts(_ facts: [String: Bool], caseOpenedAt: Instant? = nil) throws -> ClaimVerdicts {
            let customer = CustomerFacts(facts: facts, caseOpenedAt: caseOpenedAt)
            return ClaimVerdicts.evaluate(try claim(customer), statement: statement, document: document)
        }
        let nothingKnown = try verdicts([:])
        #expect(nothingKnown.eligibility.outcome == .unproven)
        #expect(nothingKnown.eligibility.obstacles.map(\.kind) == [.preconditionUnknown, .preconditionUnknown])
        #expect(nothingKnown.amount.outcome == .unproven && nothingKnown.amount.credit?.amountMinor == 30_000)
        #expect(nothingKnown.standing.state == .underReview, "somebody must find out")
        let held = try verdicts(["two_zones": true, "invoices_paid": true])
        #expect(held.eligibility.outcome == .eligible && held.amount.outcome == .due)
        #expect(held.eligibility.conditions.map(\.condition) == ["zones", "paid", "case"])
        #expect(held.eligibility.conditions.last?.outcome == .failed, "an aim, and noted")
        let zones = try verdicts(["two_zones": false, "invoices_paid": true])
        #expect(zones.eligibility.outcome == .refused)
        #expect(zones.eligibility.obstacles.map(\.clause) == ["P-1"])
        #expect(zones.amount.outcome == .refused && zones.standing.state == .notEligible)
        #expect(zones.breach.outcome == .missed)
        let unpaid = try verdicts(["two_zones": true, "invoices_paid": false])
        #expect(unpaid.eligibility.obstacles.map(\.clause) == ["P-3"])
        #expect(unpaid.standing.bearing.clauses.contains("P-3"))
        let opened = try verdicts(
            ["two_zones": true, "invoices_paid": true], caseOpenedAt: outage.get().start.advanced(by: 86_400))
        #expect(opened.eligibility.conditions.last?.outcome == .held)
    }

    @Test func scopeAndOrderForm() throws {
        let scoped = "plans: [premium]\nscope: {order_form: [sla]}\n\(Paper.usual)"
        let document = try document(commitment: scoped)
        let statement = try statement(document)
        func eligibility(_ plan: String?, _ flags: Set<String>?) throws -> ClaimEligibility {
            let customer = CustomerFacts(attributes: plan.map { ["plan": $0] } ?? [:], orderForm: flags)
            return ClaimVerdicts.evaluate(try claim(customer), statement: statement, document: document).eligibility
        }
        #expect(try eligibility("premium", ["sla", "beta"]).outcome == .eligible)
        #expect(try eligibility("basic", ["sla"]).obstacles.map(\.kind) == [.outOfScope])
        #expect(try eligibility("premium", []).scope?.outside == ["order_form"])
        #expect(try eligibility("premium", nil).obstacles.map(\.kind) == [.scopeUnknown])
    }

    /// S2-5.3e: the state of the account at the outage, and not at the claim.
    @Test func theAccountAtTheOutage() throws {
        let document = try document("not_for: [{title: Free trials, state: free_trial, clause: P-3}]\n")
        let statement = try statement(document)
        var claim = try claim(CustomerFacts(attributes: ["account": "paying"]))
        let before = try from("2026-02-01T00:00:00Z", to: "2026-03-09T00:00:00Z")
        claim.spells = [AttributeSpell(interval: before, attributes: ["account": "free_trial"])]
        #expect(ClaimVerdicts.evaluate(claim, statement: statement, document: document).eligibility.outcome == .eligible)
        let during = Interval(before.start, try outage.get().end)
        claim.spells = [AttributeSpell(interval: during, attributes: ["account": "free_trial"])]
        let waived = ClaimVerdicts.evaluate(claim, statement: statement, document: document).eligibility
        #expect(waived.obstacles.map(\.kind) == [.waived] && waived.obstacles.map(\.clause) == ["P-3"])
        let partly = Interval(before.start, try outage.get().start.advanced(by: 60))
        claim.spells = [AttributeSpell(interval: partly, attributes: ["account": "free_trial"])]
        #expect(ClaimVerdicts.evaluate(claim, statement: statement, document: document).eligibility.outcome == .eligible)
    }

    @Test func claimedTimesAreEvidence() throws {
        let document = try document(
            preconditions: "downtime:\n  - {clause: P-3, title: Ours, measured_by: [probe], authority: provider}")
        var claim = try claim()
        let down = try outage.get()
        claim.claimedTimes = [Interval(down.start.advanced(by: 3600), down.end.advanced(by: 3600))]
        let evidence = ClaimVerdicts.evaluate(claim, statement: try statement(document), document: document).evidence
        #expect(evidence.confirmed == [Interval(down.start.advanced(by: 3600), down.end)])
        #expect(evidence.contested == [Interval(down.end, down.end.advanced(by: 3600))])
        #expect(evidence.authority == .provider && evidence.bearing.clauses == ["P-2", "P-3"])
        #expect(evidence.measured?.percent == "100.0000")
    }

    @Test func nothingIsGranted() throws {
        let document = try Demo.document("connect-engage")
        let commitment = try #require(document.commitments.first { $0.scope?.values["category"] == ["voice"] })
        let window = Window.containing(try at("2026-03-10T00:00:00Z"), kind: commitment.window, zone: document.zone)
        let statement = StatementEvaluation.evaluate(
            commitment: commitment, document: document, service: commitment.services[0], tree: .component("a"), window: window,
            facts: StatementFacts(components: ["a": Condition(down: IntervalSet(try outage.get()))]), asOf: window.interval.end)
        let verdicts = ClaimVerdicts.evaluate(try claim(), statement: statement, document: document)
        #expect(verdicts.breach.outcome == .missed)
        #expect(verdicts.eligibility.obstacles.map(\.kind) == [.noRemedyClause, .notGuaranteed])
        #expect(verdicts.eligibility.bearing.clauses.contains("S3-9"))
        #expect(verdicts.standing.state == .noRemedyClause && verdicts.standing.bearing.clauses.contains("S3-9"))
        #expect(verdicts.timeliness.outcome == .unlimited && verdicts.evidence.outcome == .notAsked)
        #expect(verdicts.amount.outcome == .none)
    }

    /// Worked example 10, from claim to claim: the second finds the credit of the first.
    @Test func theSecondClaimAddsNothing() throws {
        let document = try Demo.document("zecto")
        let commitment = try #require(document.commitments.first)
        let window = Window.containing(try at("2026-04-10T00:00:00Z"), kind: .month, zone: document.zone)
        let down = Interval(window.interval.start, window.interval.start.advanced(by: window.interval.seconds * 6 / 100))
        let statement = StatementEvaluation.evaluate(
            commitment: commitment, document: document, service: "cpaas", tree: .component("api"), window: window,
            facts: StatementFacts(components: ["api": Condition(down: [down])]), asOf: window.interval.end)
        var claim = ClaimFacts(
            receivedAt: try at("2026-05-01T05:00:00Z"), customer: CustomerFacts(attributes: ["plan": "standard"]),
            billing: BillingFacts(
                currency: "PKR",
                fees: [
                    FeeLine(feeClass: "platform", interval: window.interval, amountMinor: 10_000_000),
                    FeeLine(feeClass: "usage", interval: window.interval, amountMinor: 90_000_000),
                ]))
        let first = ClaimVerdicts.evaluate(claim, statement: statement, document: document)
        #expect(first.eligibility.outcome == .eligible && first.standing.state == .underReview)
        #expect(first.amount.credit?.amountMinor == 5_000_000)
        #expect(first.amount.approvalClause == "S2-5.1")
        claim.billing?.granted = [
            GrantedCredit(agreement: document.key, window: window.interval, amountMinor: 5_000_000)
        ]
        let second = ClaimVerdicts.evaluate(claim, statement: statement, document: document)
        #expect(second.amount.outcome == .nothing && second.amount.credit?.amountMinor == 0)
    }

    /// A commitment whose own condition failed earns nothing; the other of the same remedy does.
    @Test func oneOfTwoCommitmentsHolds() throws {
        let document = try document(
            "stacking: {commitments: sum}\n",
            preconditions: """
                preconditions:
                  - {id: zones, clause: P-3, title: Runs in two zones, fact: two_zones, commitments: [uptime]}
                """)
        let remedy = try #require(document.remedies.first)
        let missed = try #require(MissedCommitment(try statement(document)))
        let other = MissedCommitment(
            commitment: "other", service: "voice", clause: "P-1", window: missed.window, availability: missed.availability,
            target: missed.target, down: missed.down)
        let billing = try billing()
        let facts = CreditFacts(
            currency: "EUR", fees: billing.fees, customer: CustomerFacts(facts: ["two_zones": false]))
        let credit = CreditEvaluation.evaluate([missed, other], under: remedy, document: document, facts: facts)
        #expect(credit?.outcome == .due && credit?.amountMinor == 30_000)
        #expect(CreditEvaluation.evaluate([missed], under: remedy, document: document, facts: facts)?.outcome == .refused)
    }
}
