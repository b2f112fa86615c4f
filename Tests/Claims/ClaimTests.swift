import Chassis
import Contracts
import Foundation
import Hosting
import Messaging
import Postgres
import Terms
import TestSupport
import Testing

@testable import Claims

/// Claims from a missed statement to a credit, with every clause on the way.
@Suite struct ClaimTests {
    @Test func aMissedStatementBecomesACredit() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let (_, statement) = try await world.april()
            let draft = try await world.claim(as: world.member())
            #expect(draft.state == .drafted && draft.origin == .statement && draft.statement == statement.id)
            #expect(draft.verdicts.breach.verdict == .missed && draft.verdicts.breach.measuredSeconds == 27_000)
            #expect(draft.verdicts.timeliness.verdict == .inTime)
            #expect(draft.verdicts.evidence.missing == ["Specific dates and times of service unavailability"])

            let claim = try await world.submit(statement.id).decode(ClaimResource.self)
            #expect(claim.id == draft.id && claim.state == .underReview && claim.version == 2)
            #expect(claim.verdicts.breach.claimedSeconds == 28_800 && claim.verdicts.breach.confirmedSeconds == 27_000)
            #expect(claim.verdicts.evidence.verdict == .complete)
            #expect(claim.verdicts.eligibility.verdict == .eligible)
            let amount = claim.verdicts.amount
            #expect(amount.verdict == .due && amount.amount == Money(amountMinor: 2_500_000, currency: "PKR"))
            #expect(amount.baseMinor == Rational(10_000_000) && amount.appliedPercent == Rational(25))
            #expect(Set(claim.verdicts.clauses).isSuperset(of: ["S2-2.1", "S2-5.2", "S2-5.3b", "S2-5.3d", "S2-5.4"]))
            // Received on Sunday 3 May, 05:00 in Karachi: five business days later, at closing.
            #expect(claim.review?.dueAt == instant("2026-05-08T13:00:00Z"))

            let decided = try await world.decide(claim.id).decode(ClaimResource.self)
            #expect(decided.state == .approved && decided.decision?.decidedBy == "key_approver")
            let credit = try await world.credit(decided)
            #expect(credit.amount.amountMinor == 2_500_000 && credit.remainingMinor == 2_500_000)
            #expect(credit.clauses.contains("S2-5.2") && credit.statement == statement.id)
            #expect(
                try await world.told() == ["claim.drafted", "claim.submitted", "claim.decided", "credit.issued"])
        }
    }

    @Test func theApproverMayWaiveAFeeWhereTheAgreementSaysSo() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let document = try World.document("infopromo.yaml")
            try await world.publish(document, service: "communications")
            try await world.subscribe(plan: "standard", fees: ["subscription": 1_000_000], currency: "USD")
            let statement = try await world.settle(document, "uptime-standard", at: "2026-04-29T00:00:00Z", minutes: 216)
            let claim = try await world.submit(statement.id, more: "").decode(ClaimResource.self)
            let refused = try await world.decide(claim.id, more: #", "form": "cash""#, expecting: 422)
            #expect(refused.text.contains("S1-15"))
            let decided = try await world.decide(claim.id, more: #", "form": "waiver""#).decode(ClaimResource.self)
            let credit = try await world.credit(decided)
            #expect(credit.form == .waiver && credit.amount.amountMinor == 50_000)
        }
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let (_, statement) = try await world.april()
            let claim = try await world.submit(statement.id).decode(ClaimResource.self)
            #expect(try await world.decide(claim.id, more: #", "form": "waiver""#, expecting: 422).text.contains("S2-5.3c"))
            #expect(
                try await world.decide(claim.id, "refused", more: #", "refusal": "other", "form": "credit""#, expecting: 422).text
                    .contains("approval"))
            #expect(try await world.credit(world.decide(claim.id).decode(ClaimResource.self)).form == .credit)
        }
    }

    @Test func whoHadAPartDoesNotDecide() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let (_, statement) = try await world.april()
            let both = Caller(tenant: world.tenant, principal: "key_both", roles: [.admin, .approver])
            let claim = try await world.submit(statement.id, as: both, more: #", "customer": "\#(world.a)""# + World.times)
                .decode(ClaimResource.self)
            // The draft that was there became the claim.
            #expect(claim.origin == .statement && claim.submittedBy == "key_both")
            let refused = try await world.decide(claim.id, as: both, expecting: 403)
            #expect(try refused.problem().slug == "own-claim")
            let helper = Caller(tenant: world.tenant, principal: "key_helper", roles: [.agent, .approver])
            let added = try await world.send(
                .POST, "/v1/claims/\(claim.id)/evidence", #"{"text": "The NOC's log", "reference": "noc-117"}"#, as: helper)
            #expect(added.status == 201, "\(added.text)")
            #expect(try await world.decide(claim.id, as: helper, expecting: 403).problem().slug == "own-claim")
            // The database holds it, too.
            let admin = try await world.service.database.admin()
            for principal in ["key_both", "key_helper"] {
                await #expect(throws: (any Error).self) {
                    try await admin.run("update claims set decided_by = '\(principal)' where id = '\(claim.id.uuid)'")
                }
            }
            #expect(try await world.decide(claim.id, as: world.admin, expecting: 403).problem().slug == "forbidden")
            #expect(try await world.decide(claim.id).decode(ClaimResource.self).state == .approved)
        }
    }

    @Test func whatIsMissingIsAskedFor() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let (_, statement) = try await world.april()
            let claim = try await world.submit(statement.id, more: "").decode(ClaimResource.self)
            #expect(claim.state == .needsEvidence)
            #expect(try await world.decide(claim.id, expecting: 409).problem().slug == "evidence-missing")
            let path = "/v1/claims/\(claim.id)/evidence"
            let wrong = try await world.send(.POST, path, #"{"text": "x", "requirement": "A letter"}"#, as: world.member())
            #expect(try wrong.problem().errors.map(\.pointer) == ["#/requirement"])
            let right = #"{"text": "10 April", "requirement": "Specific dates and times of service unavailability"}"#
            #expect(try await world.send(.POST, path, right, as: world.member()).status == 201)
            #expect(try await world.claim().state == .underReview)
            let listed = try await world.send(.GET, path, as: world.member()).decode(ListPage<EvidenceResource>.self).data
            #expect(listed.map(\.text) == ["10 April"] && listed.first?.addedBy == "key_member")
            #expect(
                try await world.told().filter { $0.hasPrefix("claim.") } == [
                    "claim.drafted", "claim.submitted", "claim.needs_evidence",
                ])
        }
    }

    @Test func aChangeNamesTheStateThatItChanges() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            _ = try await world.april()
            let draft = try await world.claim()
            let path = "/v1/claims/\(draft.id)"
            let body = #"{"description": "All was down."\#(World.times)}"#
            #expect(try await world.send(.PUT, path, body, as: world.member()).status == 428)
            #expect(try await world.send(.PUT, path, body, as: world.member(), ifMatch: #""v7""#).status == 412)
            let claimed = try await world.send(.PUT, path, body, as: world.member(), ifMatch: #""v1""#)
            #expect(claimed.status == 200, "\(claimed.text)")
            #expect(try claimed.decode(ClaimResource.self).state == .underReview)
            #expect(claimed.headers["etag"] == #""v2""#)
            #expect(try await world.send(.DELETE, path, as: world.member()).status == 428)
            let gone = try await world.send(.DELETE, path, as: world.member(), ifMatch: #""v2""#)
            #expect(try gone.decode(ClaimResource.self).state == .withdrawn)
            #expect(try await world.send(.DELETE, path, as: world.member(), ifMatch: #""v3""#).status == 409)
            #expect(try await world.decide(draft.id, expecting: 409).problem().slug == "claim-state")
        }
    }

    @Test func aRepeatIsTheSameClaim() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let (_, statement) = try await world.april()
            let body = #"{"statement": "\#(statement.id)"\#(World.times)}"#
            let headers = ["idempotency-key": "c1"]
            let first = try await world.send(.POST, "/v1/claims", body, as: world.member(), headers: headers)
            let again = try await world.send(.POST, "/v1/claims", body, as: world.member(), headers: headers)
            #expect(first.status == 201 && again.body == first.body)
            // Without the key it is a second claim, and there is one already.
            let second = try await world.send(.POST, "/v1/claims", body, as: world.member())
            #expect(try second.status == 409 && second.problem().slug == "claimed-already")
            let claim = try first.decode(ClaimResource.self)
            let path = "/v1/claims/\(claim.id)/decision"
            let decision = #"{"decision": "approved", "reason": "So it was."}"#
            let one = try await world.send(.POST, path, decision, as: world.approver, headers: ["idempotency-key": "d1"])
            let two = try await world.send(.POST, path, decision, as: world.approver, headers: ["idempotency-key": "d1"])
            #expect(one.status == 200 && two.body == one.body)
            #expect(try await world.told().filter { $0 == "credit.issued" }.count == 1)
        }
    }

    @Test func manyDecisionsAtOnceGrantOnce() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let (_, statement) = try await world.april()
            let claim = try await world.submit(statement.id).decode(ClaimResource.self)
            let answers = try await withThrowingTaskGroup(of: Int.self) { group in
                for index in 0..<8 {
                    group.addTask {
                        try await world.send(
                            .POST, "/v1/claims/\(claim.id)/decision", #"{"decision": "approved", "reason": "r"}"#,
                            as: .of(world.tenant, .approver, principal: "key_\(index)")
                        ).status
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(answers.sorted() == [200] + Array(repeating: 409, count: 7))
            let admin = try await world.service.database.admin()
            #expect(try await admin.run("select count(*), sum(amount_minor) from ledger_entries").first == ["2", "0"])
        }
    }
}
