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

/// What a restatement adds to a credit: decided by an approver, once a revision, within the cap.
@Suite struct SupplementTests {
    private struct Scene {
        let world: World
        let document: AgreementDocument
        let statement: StatementResource
        let claim: ClaimResource

        func restate(_ minutes: Int64, after revision: Int = 1) async throws {
            try await world.restate(document, .revised(statement, revision), minutes: minutes)
        }

        func credits() async throws -> [CreditResource] {
            try await world.send(.GET, "/v1/credits?claim=\(claim.id)").decode(ListPage<CreditResource>.self).data
                .sorted { $0.id < $1.id }
        }
    }

    /// A claim on April that was approved.
    private func approved(minutes: Int64 = 450, _ body: (Scene) async throws -> Void) async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let (document, statement) = try await world.april(minutes: minutes)
            let claim = try await world.submit(statement.id).decode(ClaimResource.self)
            let helper = Caller(tenant: world.tenant, principal: "key_helper", roles: [.agent, .approver])
            let brought = try await world.send(.POST, "/v1/claims/\(claim.id)/evidence", #"{"text": "A log"}"#, as: helper)
            try #require(brought.status == 201, "\(brought.text)")
            let decided = try await world.decide(claim.id).decode(ClaimResource.self)
            world.service.clock.advance(by: 60)
            try await body(Scene(world: world, document: document, statement: statement, claim: decided))
        }
    }

    @Test func whatIsMissingIsGrantedAndAppliedAfterTheFirst() async throws {
        try await approved { scene in
            let world = scene.world
            try await scene.restate(3_000)
            let other = Caller.of(world.tenant, .approver, principal: "key_other")
            let answered = try await world.decide(scene.claim.id, "supplemented", as: other).decode(ClaimResource.self)
            let credits = try await scene.credits()
            #expect(credits.map(\.amount.amountMinor) == [2_500_000, 2_500_000])
            #expect(answered.state == .approved && answered.decision == scene.claim.decision)
            #expect(answered.credit == credits[0].id && answered.supplements == [credits[1].id])
            #expect(answered.verdicts == scene.claim.verdicts)
            let found = try #require(answered.reevaluation)
            #expect(!found.isFlagged && found.answer?.decision == .supplemented && found.answer?.decidedBy == "key_other")
            #expect(found.answer?.reason == "Measured so.")
            let added = credits[1]
            #expect(added.supplements == credits[0].id && added.statementRevision == 2 && added.issuedBy == "key_other")
            #expect(added.statement == scene.statement.id && Set(added.clauses).isSuperset(of: ["S2-2.1", "S2-5.2"]))
            #expect(credits[0].supplements == nil && credits[0].remainingMinor == 2_500_000)
            #expect(
                try await world.told().suffix(2) == ["claim.reevaluated", "credit.issued"],
                "the credit tells of itself")
            // Once.
            #expect(try await world.decide(scene.claim.id, "supplemented", expecting: 409).problem().slug == "claim-state")

            let paid = try await world.send(
                .POST, "/v1/credits/\(added.id)/application",
                #"{"invoice": "INV-1", "due": {"amount_minor": 4000000, "currency": "PKR"}}"#
            ).decode(ApplicationResource.self)
            #expect(paid.parts.map(\.credit) == credits.map(\.id) && paid.parts.map(\.amountMinor) == [2_500_000, 1_500_000])
            let admin = try await world.service.database.admin()
            #expect(try await admin.run("select limit_minor, credited_minor from credit_limits") == [["5000000", "5000000"]])
        }
    }

    @Test func everyRestatementAddsWhatItComesToMore() async throws {
        try await approved(minutes: 100) { scene in
            for (minutes, revision, minor) in [(450 as Int64, 1, 1_500_000 as Int64), (3_000, 2, 2_500_000)] {
                try await scene.restate(minutes, after: revision)
                let answered = try await scene.world.decide(scene.claim.id, "supplemented").decode(ClaimResource.self)
                #expect(answered.supplements?.count == revision)
                #expect(try await scene.credits().last?.amount.amountMinor == minor)
            }
            #expect(try await scene.credits().map(\.amount.amountMinor) == [1_000_000, 1_500_000, 2_500_000])
            // The cap is reached: worse is the same.
            try await scene.restate(4_000, after: 3)
            #expect(try await scene.world.claim().reevaluation?.outcome == .same)
            // Less than was granted together takes nothing back.
            try await scene.restate(450, after: 4)
            #expect(try await scene.world.claim("?flagged=true").reevaluation?.outcome == .less)
            let refused = try await scene.world.decide(scene.claim.id, "supplemented", expecting: 409)
            #expect(try refused.problem().slug == "claim-state")
        }
    }

    @Test func whoHadAPartDoesNotAdd() async throws {
        try await approved { scene in
            try await scene.restate(3_000)
            for principal in ["key_member", "key_helper"] {
                let own = Caller(tenant: scene.world.tenant, principal: principal, roles: [.approver])
                let refused = try await scene.world.decide(scene.claim.id, "supplemented", as: own, expecting: 403)
                #expect(try refused.problem().slug == "own-claim")
            }
            #expect(
                try await scene.world.decide(scene.claim.id, "supplemented", as: scene.world.admin, expecting: 403).status == 403)
            let named = #", "amount": {"amount_minor": 1, "currency": "PKR"}"#
            #expect(try await scene.world.decide(scene.claim.id, "supplemented", more: named, expecting: 422).status == 422)
            #expect(try await scene.credits().count == 1)
        }
    }

    @Test func whatWasTakenBackOrRefusedIsNotAddedTo() async throws {
        try await approved { scene in
            let credit = try #require(scene.claim.credit)
            let gone = try await scene.world.send(
                .PUT, "/v1/credits/\(credit)", #"{"state": "voided", "reason": "The wrong customer."}"#, as: scene.world.approver,
                ifMatch: #""v1""#)
            try #require(gone.status == 200, "\(gone.text)")
            try await scene.restate(3_000)
            #expect(
                try await scene.world.decide(scene.claim.id, "supplemented", expecting: 409).problem().slug == "credit-state")
        }
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let (document, statement) = try await world.april(minutes: 40)
            let claim = try await world.submit(statement.id).decode(ClaimResource.self)
            try await world.restate(document, statement, minutes: 450)
            #expect(try await world.decide(claim.id, "supplemented", expecting: 409).problem().slug == "claim-state")
            let reopened = try await world.decide(claim.id, "reopened").decode(ClaimResource.self)
            #expect(reopened.reevaluation?.answer?.decision == .reopened)
        }
    }

    @Test func manyAnswersAtOnceAddOnce() async throws {
        try await approved { scene in
            try await scene.restate(3_000)
            let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
                for index in 0..<8 {
                    group.addTask {
                        try await scene.world.send(
                            .POST, "/v1/claims/\(scene.claim.id)/decision", #"{"decision": "supplemented", "reason": "r"}"#,
                            as: .of(scene.world.tenant, .approver, principal: "key_\(index)")
                        ).status
                    }
                }
                return try await group.reduce(into: [Int]()) { $0.append($1) }
            }
            #expect(statuses.sorted() == [200] + Array(repeating: 409, count: 7))
            #expect(try await scene.credits().count == 2)
        }
    }

    /// What code would have to do wrong, done: the database refuses it.
    @Test func theDatabaseHoldsTheRules() async throws {
        try await approved { scene in
            let world = scene.world
            try await scene.restate(3_000)
            _ = try await world.decide(scene.claim.id, "supplemented")
            let credits = try await scene.credits()
            let (first, added) = (credits[0], credits[1])
            func refused(_ credit: CreditResource, _ changes: (String, String)..., posting: Bool = false) async throws -> String?
            {
                var text = try PledgeJSON.encodeText(credit).replacing(
                    "\"id\":\"\(credit.id)\"", with: "\"id\":\"\(CreditID())\"")
                for (part, other) in changes {
                    try #require(text.contains(part), "\(part)")
                    text = text.replacing(part, with: other)
                }
                let other: CreditResource = try PledgeJSON.decode(from: text)
                do {
                    let posted = posting ? [LedgerStore.post(.issue(other), of: world.tenant)] : []
                    let writes = [try CreditStore.insert(other, of: world.tenant)] + posted
                    _ = try await world.service.chassis.database.execute(writes, tenant: world.tenant.uuid)
                    return "nothing"
                } catch let error as PostgresError {
                    return error.constraint
                }
            }
            let revision = "\"statement_revision\":"
            // Another for the same revision, for one that was never told, for one that the claim rests on.
            #expect(try await refused(added) == "credits_supplement_once")
            #expect(try await refused(added, (revision + "2", revision + "3")) == "credits_supplement")
            #expect(try await refused(added, (revision + "2", revision + "1")) == "credits_supplement")
            // A supplement of a supplement, and another first credit.
            let names = "\"supplements\":\""
            #expect(
                try await refused(added, (names + first.id.description, names + added.id.description)) == "credits_supplement")
            #expect(try await refused(first) == "credits_once")
            // The next revision, by those who had a part, and by nobody.
            try await scene.restate(3_100, after: 2)
            let next = (revision + "2", revision + "3")
            for principal in ["key_member", "key_helper"] {
                #expect(try await refused(added, next, ("key_approver", principal)) == "claims_own_decision")
            }
            #expect(try await refused(added, next, ("\"issued_by\":\"key_approver\",", "")) == "credits_supplement")
            // The cap is used up.
            #expect(try await refused(added, next, posting: true) == "credit_limits_cap")
            // The first is taken back; the supplement stands, and so does the breach's credit.
            let gone = try await world.send(
                .PUT, "/v1/credits/\(first.id)", #"{"state": "voided", "reason": "Wrong."}"#, as: world.approver,
                ifMatch: #""v1""#)
            try #require(gone.status == 200, "\(gone.text)")
            #expect(try await refused(first) == "credits_once")
            #expect(try await refused(added, next) == "credits_supplement")
            #expect(try await world.submit(scene.statement.id).decode(ClaimResource.self).decision?.refusal == .alreadyCredited)
        }
    }
}
