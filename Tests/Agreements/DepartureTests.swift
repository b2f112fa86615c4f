import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Agreements

/// A version that waits for notice does not wait for customers that have left.
@Suite struct DepartureTests {
    /// Gives a customer's only subscription an end; null takes it back.
    private func end(_ world: Guarded, _ customer: CustomerID, _ until: String?) async throws {
        let list = try await world.service.send(.GET, "/v1/subscriptions?customer=\(customer)", as: world.base.admin)
        let id = try #require(try list.decode(ListPage<SubscriptionResource>.self).data.first).id
        let shown = try await world.service.send(.GET, "/v1/subscriptions/\(id)", as: world.base.admin)
        let answer = try await world.service.send(
            .PUT, "/v1/subscriptions/\(id)", as: world.base.admin, json: #"{"until": \#(until.map { "\"\($0)\"" } ?? "null")}"#,
            ifMatch: shown.headers["etag"])
        try #require(answer.status == 200, "\(answer.text)")
    }

    private func superseded(_ world: Guarded) async throws -> [Instant?] {
        try await world.service.told().filter { $0.type == AgreementSuperseded.type }
            .map { try $0.payload(AgreementSuperseded.self).version.effectiveUntil }
    }

    /// Two of three are told and come onto version 2 on the 31st of March.
    private func twoOfThree(_ world: Guarded) async throws {
        _ = try await world.publish(target: "99.5")
        try await world.give(to: [world.a, world.b], at: "2026-03-01T00:00:00Z")
        try await world.move(to: "2026-04-01T00:00:00Z")
        #expect(try await superseded(world).isEmpty)
    }

    @Test func theLastThatLeavesEndsTheVersionBefore() async throws {
        try await Guarded.with { world in
            try await twoOfThree(world)
            try await end(world, world.c, "2026-05-01T00:00:00Z")
            try await world.move(to: "2026-04-30T23:59:59Z")
            #expect(try await superseded(world).isEmpty)
            try await world.move(to: "2026-05-01T00:00:00Z")
            #expect(try await superseded(world) == [Instant(rfc3339: "2026-05-01T00:00:00Z")])
            #expect(try await world.get("/1").decode(AgreementVersionResource.self).state == .superseded)
            // Once.
            try await world.move(to: "2026-08-01T00:00:00Z")
            #expect(try await superseded(world).count == 1)
        }
    }

    @Test func anEndThatIsMovedIsLookedAtAgain() async throws {
        try await Guarded.with { world in
            try await twoOfThree(world)
            try await end(world, world.c, "2026-05-01T00:00:00Z")
            try await end(world, world.c, nil)
            try await world.move(to: "2026-06-01T00:00:00Z")
            #expect(try await superseded(world).isEmpty)
            // An end that is recorded late is that of the contract; the version ends no earlier than others came onto the next.
            try await end(world, world.c, "2026-03-10T00:00:00Z")
            try await world.move(to: "2026-06-01T00:00:01Z")
            #expect(try await superseded(world) == [Instant(rfc3339: "2026-03-31T00:00:00Z")])
        }
    }

    @Test func whoLeavesBeforeOthersEndsNothing() async throws {
        try await Guarded.with { world in
            _ = try await world.publish(target: "99.5")
            try await end(world, world.c, "2026-03-10T00:00:00Z")
            try await world.move(to: "2026-04-01T00:00:00Z")
            #expect(try await superseded(world).isEmpty)
            try await world.give(to: [world.a], at: "2026-04-01T00:00:00Z")
            try await world.move(to: "2026-05-01T00:00:00Z")
            #expect(try await superseded(world).isEmpty)
            try await end(world, world.b, "2026-05-10T00:00:00Z")
            try await world.move(to: "2026-05-10T00:00:00Z")
            #expect(try await superseded(world) == [Instant(rfc3339: "2026-05-10T00:00:00Z")])
        }
    }

    /// All of them leave, and nobody has come onto the new version: the old one ends with the last.
    @Test func whenEverybodyHasLeftTheVersionEndsWithThem() async throws {
        try await Guarded.with { world in
            _ = try await world.publish(target: "99.5")
            for (customer, day) in [(world.a, "10"), (world.b, "12"), (world.c, "11")] {
                try await end(world, customer, "2026-03-\(day)T00:00:00Z")
            }
            try await world.move(to: "2026-03-11T12:00:00Z")
            #expect(try await superseded(world).isEmpty)
            try await world.move(to: "2026-03-12T00:00:00Z")
            #expect(try await superseded(world) == [Instant(rfc3339: "2026-03-12T00:00:00Z")])
        }
    }

    @Test func manyReplicasTellOfADepartureOnce() async throws {
        try await Guarded.with { world in
            try await twoOfThree(world)
            try await end(world, world.c, "2026-05-01T00:00:00Z")
            world.service.clock.set(try #require(Instant(rfc3339: "2026-05-02T00:00:00Z")))
            let now = world.service.clock.now
            await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { _ = try await world.dates.tellDue(at: now, limit: 10) } }
            }
            #expect(try await superseded(world).count == 1)
        }
    }
}
