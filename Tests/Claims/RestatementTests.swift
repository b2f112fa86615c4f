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

/// Statements that are restated after a claim: what is open goes on, what is decided stands and is flagged.
@Suite struct RestatementTests {
    @Test func aCreditStandsAndIsFlagged() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let (document, statement) = try await world.april()
            let claim = try await world.submit(statement.id).decode(ClaimResource.self)
            let decided = try await world.decide(claim.id).decode(ClaimResource.self)
            // An exclusion is approved for part of it: 99.9 % is kept after all.
            try await world.restate(document, statement, minutes: 30)
            let flagged = try await world.claim("?flagged=true")
            #expect(flagged.state == .approved && flagged.credit == decided.credit)
            let found = try #require(flagged.reevaluation)
            #expect(found.outcome == .less && found.statementRevision == 2 && found.isFlagged)
            #expect(found.verdicts.breach.verdict == .met && flagged.verdicts == decided.verdicts)
            #expect(try await world.credit(flagged).remainingMinor == 2_500_000)
            #expect(try await world.told().last == "claim.reevaluated")
            // Somebody has looked, and it stands.
            let stands = try await world.decide(claim.id, "stands").decode(ClaimResource.self)
            #expect(stands.reevaluation?.isFlagged == false && stands.state == .approved)
            #expect(stands.reevaluation?.answer?.decision == .stands && stands.reevaluation?.answer?.decidedBy == "key_approver")
            #expect(try await world.claims("?flagged=true").isEmpty)
            #expect(try await world.decide(claim.id, "stands", expecting: 409).problem().slug == "claim-state")
            // Worse than it was: more than was credited.
            let again = StatementResource.revised(statement, 2)
            try await world.restate(document, again, minutes: 3_000)
            let more = try await world.claim("?flagged=true")
            #expect(more.reevaluation?.outcome == .more)
            #expect(more.reevaluation?.amount == Money(amountMinor: 5_000_000, currency: "PKR"))
        }
    }

    /// Between two services a restatement is on its way for a moment: whoever has seen it is not judged by what was before.
    @Test func aClaimIsNotJudgedByARevisionBeforeTheOneThatItNames() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let document = try World.document("zecto.yaml")
            try await world.publish(document)
            try await world.subscribe()
            let kept = try await world.settle(document, minutes: 0)
            func claim(seen: Int, expecting status: Int) async throws -> Answer {
                try await world.submit(kept.id, more: #", "statement_revision": \#(seen)"# + World.times, expecting: status)
            }
            let early = try await claim(seen: 2, expecting: 409)
            #expect(try early.problem().slug == "statement-behind" && early.headers["retry-after"] == "1")
            #expect(try await world.claims().isEmpty)
            try await world.restate(document, kept, minutes: 450)
            let claimed = try await claim(seen: 2, expecting: 201).decode(ClaimResource.self)
            #expect(claimed.state == .underReview && claimed.statementRevision == 2)
            let alone =
                #"{"agreement": "\#(world.agreement)", "commitment": "uptime", "service": "\#(world.sold)","#
                + #" "at": "2026-04-10T00:00:00Z", "statement_revision": 1}"#
            let refused = try await world.send(.POST, "/v1/claims", alone, as: world.member())
            #expect(refused.status == 422 && refused.text.contains("is only taken with statement"))
            // An earlier one is no reason to wait.
            #expect(try await claim(seen: 1, expecting: 409).problem().slug == "claimed-already")
        }
    }

    @Test func whatChangesNothingIsNotFlagged() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let (document, statement) = try await world.april()
            let claim = try await world.submit(statement.id).decode(ClaimResource.self)
            _ = try await world.decide(claim.id)
            let before = try await world.told()
            // Five minutes more in the same tier.
            try await world.restate(document, statement, minutes: 455)
            let same = try await world.claim()
            #expect(same.reevaluation?.outcome == .same && same.reevaluation?.isFlagged == false)
            #expect(try await world.told() == before)
        }
    }

    @Test func openClaimsGoOn() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let (document, statement) = try await world.april()
            let claim = try await world.submit(statement.id).decode(ClaimResource.self)
            try await world.restate(document, statement, minutes: 3_000)
            let more = try await world.claim()
            #expect(more.id == claim.id && more.state == .underReview && more.statementRevision == 2)
            #expect(more.verdicts.amount.amount?.amountMinor == 5_000_000)
            try await world.restate(document, .revised(statement, 2), minutes: 10)
            #expect(try await world.claim().decision?.refusal == .notMissed)
        }
    }

    @Test func aRefusalIsReopened() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let (document, statement) = try await world.april(minutes: 40)
            let claim = try await world.submit(statement.id).decode(ClaimResource.self)
            #expect(claim.decision?.refusal == .notMissed)
            try await world.restate(document, statement, minutes: 450)
            let flagged = try await world.claim("?flagged=true")
            #expect(flagged.reevaluation?.outcome == .more && flagged.state == .refused)
            let reopened = try await world.decide(claim.id, "reopened").decode(ClaimResource.self)
            #expect(reopened.state == .underReview && reopened.decision == nil)
            #expect(try await world.decide(claim.id).decode(ClaimResource.self).state == .approved)
        }
    }

    @Test func draftsOfWhatWasKeptAfterAllExpire() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let (document, statement) = try await world.april()
            try await world.restate(document, statement, minutes: 10)
            #expect(try await world.claim().state == .expired)
            #expect(try await world.told() == ["claim.drafted", "claim.expired"])
            // And what was not kept in the end is a draft again, the same one.
            try await world.restate(document, .revised(statement, 2), minutes: 450)
            let revived = try await world.claim()
            #expect(revived.state == .drafted && revived.verdicts.breach.verdict == .missed)
            #expect(try await world.told() == ["claim.drafted", "claim.expired", "claim.drafted"])
            #expect(try await world.submit(statement.id).decode(ClaimResource.self).id == revived.id)
        }
    }
}

extension StatementResource {
    /// The same statement with another revision, for the next restatement.
    static func revised(_ statement: StatementResource, _ revision: Int) -> StatementResource {
        let text = (try? PledgeJSON.encodeText(statement)) ?? ""
        let other = text.replacing("\"revision\":\(statement.revision)", with: "\"revision\":\(revision)")
        return (try? PledgeJSON.decode(from: other)) ?? statement
    }
}
