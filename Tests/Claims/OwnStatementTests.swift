import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Claims

/// Statements that are one customer's own, and what is known of customers by their contracts.
@Suite struct OwnStatementTests {
    private let down = [Interval(instant("2026-04-10T00:00:00Z"), instant("2026-04-10T07:30:00Z"))]

    private struct Scene {
        let world: World
        let document: AgreementDocument
        let everybodys: (resource: StatementResource, down: CountedDowntime)
        let own: (resource: StatementResource, down: CountedDowntime)

        func settle(_ statement: (resource: StatementResource, down: CountedDowntime)) async throws {
            try await world.hear(
                StatementFinal(statement: statement.resource.settled, countedDown: statement.down), from: .availability)
        }
    }

    /// April has everybody's statement, and one of the first customer's own, for whom less counts.
    private func scene(_ body: (Scene) async throws -> Void) async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let document = try World.document("zecto.yaml")
            try await world.publish(document)
            try await world.subscribe()
            try await world.subscribe(world.b)
            let less = [Interval(down[0].start, down[0].start.advanced(by: 3_600))]
            try await body(
                Scene(
                    world: world, document: document,
                    everybodys: try world.statement(document, at: "2026-04-10T00:00:00Z", down: down),
                    own: try world.statement(document, at: "2026-04-10T00:00:00Z", down: less, of: world.a)))
        }
    }

    @Test func whoHasOneIsJudgedByItAlone() async throws {
        try await scene { scene in
            let world = scene.world
            try await world.hear(
                StatementProvisional(statement: scene.own.resource, countedDown: scene.own.down), from: .availability)
            try await scene.settle(scene.everybodys)
            #expect(try await world.claim().customer == world.b)
            try await scene.settle(scene.own)
            let claim = try await world.claim("?customer=\(world.a)")
            #expect(claim.statement == scene.own.resource.id && claim.verdicts.breach.measuredSeconds == 3_600)
            #expect(claim.verdicts.amount.appliedPercent == Rational(10))
        }
    }

    @Test func aClaimThatCameBeforeGoesOnByIt() async throws {
        try await scene { scene in
            let world = scene.world
            try await scene.settle(scene.everybodys)
            let draft = try await world.claim("?customer=\(world.a)")
            #expect(draft.statement == scene.everybodys.resource.id)
            #expect(draft.verdicts.amount.appliedPercent == Rational(25))
            try await scene.settle(scene.own)
            let turned = try await world.claim("?customer=\(world.a)")
            #expect(turned.id == draft.id && turned.statement == scene.own.resource.id && turned.state == .drafted)
            #expect(turned.verdicts.amount.appliedPercent == Rational(10))
            // What becomes of everybody's is nothing to it any more.
            let later = try world.statement(
                scene.document, at: "2026-04-10T00:00:00Z", down: [], revision: 2, id: scene.everybodys.resource.id)
            try await world.hear(
                StatementRestated(statement: later.resource.settled, countedDown: later.down), from: .availability)
            #expect(try await world.claim("?customer=\(world.a)") == turned)
            #expect(try await world.claim("?customer=\(world.b)").state == .expired)
        }
    }

    @Test func aDecidedClaimIsLookedAtAgainAndItsCreditStands() async throws {
        try await scene { scene in
            let world = scene.world
            try await scene.settle(scene.everybodys)
            let claim = try await world.submit(scene.everybodys.resource.id).decode(ClaimResource.self)
            let decided = try await world.decide(claim.id).decode(ClaimResource.self)
            try await scene.settle(scene.own)
            let after = try await world.claim("?customer=\(world.a)")
            #expect(after.statement == decided.statement && after.decision == decided.decision)
            #expect(after.reevaluation?.outcome == .less && after.reevaluation?.isFlagged == true)
            #expect(after.reevaluation?.amount?.amountMinor == 1_000_000)
            #expect(try await world.credit(decided).amount.amountMinor == 2_500_000)
        }
    }

    @Test func nobodyClaimsByWhatIsNotAboutThem() async throws {
        try await scene { scene in
            let world = scene.world
            try await scene.settle(scene.own)
            try await scene.settle(scene.everybodys)
            let shared = try await world.submit(scene.everybodys.resource.id, expecting: 422)
            #expect(shared.text.contains("#/statement") && shared.text.contains(scene.own.resource.id.description))
            let others = try await world.submit(scene.own.resource.id, as: world.member(world.b), expecting: 422)
            #expect(others.text.contains("there is no such statement"))
            #expect(try await world.submit(scene.own.resource.id).decode(ClaimResource.self).state == .underReview)
        }
    }

    @Test func feesOfAnAccountInAStateDoNotCount() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let document = try World.document("zecto.yaml")
            try await world.publish(document)
            // The first half of April in Karachi was a promotion.
            let promotion = SubscriptionAttribute(
                name: "account", value: "promotion", until: instant("2026-04-15T19:00:00Z"))
            try await world.subscribe(attributes: [promotion])
            try await world.settle(document, at: "2026-04-20T00:00:00Z", minutes: 450)
            let claim = try await world.claim()
            #expect(claim.verdicts.eligibility.verdict == .eligible)
            #expect(claim.verdicts.amount.baseMinor == Rational(5_000_000))
            #expect(claim.verdicts.amount.amount?.amountMinor == 1_250_000)
            #expect(claim.verdicts.amount.clauses.contains("S2-5.3e"))
        }
    }

    @Test func anAccountThatWasInAStateAtEveryOutageFoundsNoClaim() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let document = try World.document("zecto.yaml")
            try await world.publish(document)
            try await world.subscribe(attributes: [
                SubscriptionAttribute(
                    name: "account", value: "promotion", from: instant("2026-04-19T00:00:00Z"),
                    until: instant("2026-04-21T00:00:00Z"))
            ])
            let statement = try await world.settle(document, at: "2026-04-20T00:00:00Z", minutes: 450)
            let claim = try await world.submit(statement.id).decode(ClaimResource.self)
            #expect(claim.decision?.refusal == .preconditionFailed)
            #expect(claim.decision?.clauses.contains("S2-5.3e") == true)
        }
    }

    @Test func aPromiseForSomeIsNotForThoseWhoAreKnownToBeOthers() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let document = try World.document(
                "zecto.yaml",
                replacing: [
                    ("    plans: [standard, enterprise]\n", "    plans: [standard, enterprise]\n    scope: {region: [pk]}\n")
                ])
            try await world.publish(document)
            try await world.subscribe(attributes: [SubscriptionAttribute(name: "region", value: "pk")])
            try await world.subscribe(world.b, attributes: [SubscriptionAttribute(name: "region", value: "eu")])
            let statement = try await world.settle(document, minutes: 450)
            #expect(try await world.claim().customer == world.a)
            let other = try await world.submit(statement.id, as: world.member(world.b)).decode(ClaimResource.self)
            #expect(other.decision?.refusal == .notCovered)
        }
    }
}
