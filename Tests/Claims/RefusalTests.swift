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

/// Refusals that the agreement alone gives, each with its reason and clause.
@Suite struct RefusalTests {
    private func refusal(
        _ world: World, _ file: String, _ service: String, commitment: String, more: String = "", at: String,
        plan: String = "enterprise"
    ) async throws -> ClaimResource {
        let document = try World.document(file)
        try await world.publish(document, from: "2022-01-01T00:00:00Z", service: service)
        try await world.subscribe(plan: plan)
        let body = #"""
            {"agreement": "\#(world.agreement)", "commitment": "\#(commitment)", "service": "\#(world.sold)", "at": "\#(at)"}
            """#
        let answer = try await world.send(.POST, "/v1/claims", body, as: world.member())
        try #require(answer.status == 201, "\(answer.text)")
        return try answer.decode()
    }

    @Test func agreementsWithoutARemedyGrantNothing() async throws {
        for (file, service, commitment, clause) in [
            ("zadarma.yaml", "telephony", "uptime", "S0-13"),
            ("connect-engage.yaml", "voice", "voice-availability", "S3-9"),
        ] {
            try await World.with { world in
                let claim = try await refusal(world, file, service, commitment: commitment, at: "2026-04-10T00:00:00Z")
                #expect(claim.state == .refused && claim.decision?.refusal == .noRemedyClause)
                #expect(claim.decision?.clauses.contains(clause) == true, "\(claim.decision?.clauses ?? [])")
                #expect(claim.decision?.decidedBy == nil)
                #expect(try await world.told() == ["claim.submitted", "claim.decided"])
                // A missed statement drafts nothing.
                let document = try World.document(file)
                try await world.settle(document, commitment, minutes: 3_000)
                #expect(try await world.claims().count == 1)
            }
        }
    }

    @Test func freeTrialsHaveNoClaim() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let document = try World.document("zecto.yaml")
            try await world.publish(document)
            try await world.subscribe(trial: true)
            let statement = try await world.settle(document, minutes: 450)
            #expect(try await world.claims().isEmpty)
            let claim = try await world.submit(statement.id).decode(ClaimResource.self)
            #expect(claim.decision?.refusal == .trial && claim.decision?.clauses == ["S2-5.3e"])
        }
    }

    @Test func otherPlansAndOtherTimesAreNotCovered() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let document = try World.document("zecto.yaml")
            try await world.publish(document)
            try await world.subscribe(plan: "free")
            try await world.subscribe(world.b, until: "2026-03-01T00:00:00Z")
            let statement = try await world.settle(document, minutes: 450)
            for customer in [world.a, world.b] {
                let claim = try await world.submit(statement.id, as: world.member(customer)).decode(ClaimResource.self)
                #expect(claim.decision?.refusal == .notCovered && claim.decision?.clauses == ["S2-2.1"])
            }
        }
    }

    @Test func whatWasKeptIsNotCredited() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let (_, statement) = try await world.april(minutes: 43)
            #expect(try await world.claims().isEmpty)
            let claim = try await world.submit(statement.id).decode(ClaimResource.self)
            #expect(claim.decision?.refusal == .notMissed && claim.decision?.clauses.contains("S2-2.1") == true)
        }
    }

    @Test func lateClaimsAreRefused() async throws {
        // The outage ended on 10 April, 12:30 in Karachi: the last day is 10 May there.
        for (time, isLate) in [("2026-05-10T18:59:59Z", false), ("2026-05-10T19:00:00Z", true)] {
            try await World.with(at: time) { world in
                let (_, statement) = try await world.april()
                let claim = try await world.submit(statement.id).decode(ClaimResource.self)
                #expect(claim.verdicts.timeliness.lastSecond == instant("2026-05-10T18:59:59Z"))
                #expect(claim.state == (isLate ? .refused : .underReview))
                if isLate {
                    #expect(claim.decision?.refusal == .late && claim.decision?.clauses.contains("S2-5.3d") == true)
                    // The draft that came too late is told as expired.
                    #expect(try await world.told().first == "claim.expired")
                }
            }
        }
    }

    @Test func withoutFeesABreachStaysOne() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let (_, statement) = try await world.april(fees: [:])
            let claim = try await world.submit(statement.id).decode(ClaimResource.self)
            #expect(claim.state == .underReview && claim.verdicts.amount.verdict == .feesUnknown)
            #expect(try await world.decide(claim.id, expecting: 409).problem().slug == "amount-unknown")
            // The fees come, and with them the amount: of April, and of half a month before.
            let subscription = try #require(
                try await world.service.chassis.database.query(
                    "select id from known_subscriptions", tenant: world.tenant.uuid
                ).decode(SubscriptionID.self).first)
            for (from, to, minor) in [
                ("2026-03-15T19:00:00Z", "2026-03-31T19:00:00Z", Int64(7)),
                ("2026-03-31T19:00:00Z", "2026-04-30T19:00:00Z", Int64(200_000)),
            ] {
                let amount = try #require(Money(amountMinor: minor, currency: "PKR"))
                let fee = FeeResource(
                    id: FeeID(), subscription: subscription, customer: world.a, service: world.sold, feeClass: "platform",
                    from: instant(from), to: instant(to), amount: amount, states: [], revision: 1,
                    createdAt: world.service.clock.now, updatedAt: world.service.clock.now)
                try await world.hear(FeesRecorded(fee: fee), from: .agreements)
            }
            let now = try await world.claim("?state=under_review")
            #expect(now.verdicts.amount.amount?.amountMinor == 50_000)
            #expect(try await world.decide(claim.id).decode(ClaimResource.self).state == .approved)
        }
    }
}
