import Chassis
import Contracts
import Foundation
import Postgres
import Terms
import TestSupport
import Testing

@testable import Notifications

/// What is taken when, and by whom; the table without anybody who sends.
@Suite(.timeLimit(.minutes(5))) struct DeliveryQueueTests {
    private func take(_ world: World, _ limit: Int, busy: [UUID] = []) async throws -> [DueDelivery] {
        let now = world.service.clock.now
        let query = DueStore.take(
            .webhook, limit: limit, laneLimit: 4, busy: busy, lease: now.advanced(by: 60), at: now)
        return try await world.service.chassis.workers.query(query).map { try DueStore.decode($0, .webhook) }
    }

    @Test func anEventIsOneDeliveryHoweverOftenItIsHeard() async throws {
        try await World.with { world in
            let all = try await world.webhook("https://a.example/")
            _ = try await world.webhook("https://b.example/", types: ["pledge.agreements.service.*"])
            let event = try await world.happen()
            try await world.hear(event)
            let deliveries = try await world.deliveries()
            #expect(deliveries.map(\.webhook) == [all.id])
            #expect(deliveries[0].id == DeliveryKey.id(event: event.id, channel: .webhook, recipient: all.id.description))
            #expect(deliveries[0].text == nil)
            let read = try await world.service.send(.GET, "/v1/deliveries/\(deliveries[0].id)", as: world.admin)
            #expect(try read.decode(DeliveryResource.self).text == String(decoding: event.json, as: UTF8.self))
        }
    }

    @Test func nobodyIsToldOfWhatWasBefore() async throws {
        try await World.with { world in
            let old = try EventEnvelope(
                TenantDeleted(id: world.tenant, deletedAt: world.service.clock.now), tenant: world.tenant, subject: "s",
                source: .ticketing, time: world.service.clock.now.advanced(by: -1))
            _ = try await world.webhook("https://a.example/")
            let other = try await world.another()
            try await world.hear(old)
            try await other.happen()
            #expect(try await world.deliveries().isEmpty)
        }
    }

    @Test func replicasTakeDifferentOnes() async throws {
        try await World.with { world in
            for host in 0..<4 { _ = try await world.webhook("https://\(host).example/") }
            for event in 0..<4 { try await world.happen(key: "k\(event)") }
            async let first = take(world, 8)
            async let second = take(world, 8)
            let both = try await first + second
            // Locked rows are passed over, so that one may get fewer; none is taken twice.
            #expect(Set(both.map(\.id)).count == both.count && both.allSatisfy { $0.attempt == 1 })
            let rest = try await take(world, 16)
            #expect(Set((both + rest).map(\.id)).count == 16)
            #expect(try await take(world, 16).isEmpty)
        }
    }

    @Test func oneSlowEndpointDoesNotTakeEverything() async throws {
        try await World.with { world in
            let slow = try await world.webhook("https://slow.example/")
            for event in 0..<6 { try await world.happen(key: "k\(event)") }
            let other = try await world.webhook("https://other.example/")
            try await world.happen(key: "last")
            let taken = try await take(world, 16)
            #expect(taken.filter { $0.webhook == slow.id }.count == 4)
            #expect(taken.filter { $0.webhook == other.id }.count == 1)
            #expect(try await take(world, 16, busy: [slow.id.uuid]).isEmpty)
            #expect(try await take(world, 16).count == 3)
        }
    }

    /// A process that stops in the middle of an attempt leaves it to the next, and it is known that it may have arrived.
    @Test func anAttemptWithoutAnEndIsMadeAgainAndCounted() async throws {
        try await World.with { world in
            _ = try await world.webhook("https://a.example/")
            try await world.happen()
            let lost = try #require(try await take(world, 1).first)
            #expect(try await take(world, 1).isEmpty)
            world.service.clock.advance(by: 60)
            let again = try #require(try await take(world, 1).first)
            #expect(again.id == lost.id && again.attempt == 2)
            #expect(try await world.deliveries()[0].unansweredAttempts == 1)
            // Whoever was thought lost and comes back late writes nothing.
            let settling = Settling(chassis: world.service.chassis)
            try await settling.settle(lost, AttemptOutcome(.refused, "late"), at: world.service.clock.now)
            #expect(try await world.deliveries()[0].state == .pending)
            try await settling.settle(again, AttemptOutcome(.taken, "200"), at: world.service.clock.now)
            #expect(try await world.deliveries()[0].state == .delivered)
        }
    }

    /// Many that end at once, of several tenants, with one among them that was given up meanwhile.
    @Test func whatIsTakenTogetherIsWrittenTogether() async throws {
        try await World.with { world in
            let other = try await world.another()
            let endpoint = try await world.webhook("https://a.example/")
            _ = try await other.webhook("https://b.example/")
            for event in 0..<4 {
                try await world.happen(key: "k\(event)")
                try await other.happen(key: "k\(event)")
            }
            let now = world.service.clock.now
            let failing = WebhookStore.failing(endpoint.id, since: now, of: world.tenant)
            try await world.service.chassis.database.query(failing, tenant: world.tenant.uuid)
            let taken = try await take(world, 8)
            let settling = Settling(chassis: world.service.chassis)
            let lost = try #require(taken.first { $0.tenant == world.tenant })
            try await settling.settle(lost, AttemptOutcome(.refused, "late"), at: now)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for item in taken {
                    group.addTask { try await settling.settle(item, AttemptOutcome(.taken, "204"), at: now) }
                }
                try await group.waitForAll()
            }
            for some in [world, other] {
                let left = try await some.deliveries().filter { $0.state != .delivered }
                #expect(left.map(\.id) == (some.tenant == world.tenant ? [lost.id] : []))
                #expect(try await some.deliveries().filter { $0.state == .delivered }.allSatisfy { $0.deliveredAt == now })
            }
            let read = try await world.service.send(.GET, "/v1/webhooks/\(endpoint.id)", as: world.admin)
            #expect(try read.decode(WebhookResource.self).failingSince == nil)
        }
    }

    @Test func whatIsWrongWithAnEndpointIsNamedAtOnce() async throws {
        try await World.with { world in
            let body = #"{"url":"http://a.example/","types":["*","pledge.*","pledge.*"],"state":"on","more":1}"#
            let answer = try await world.service.send(.POST, "/v1/webhooks", as: world.admin, json: body)
            #expect(answer.status == 422)
            #expect(
                Set(try answer.problem().errors.map(\.pointer)).isSuperset(of: [
                    "#/url", "#/types/0", "#/types", "#/state", "#/more",
                ]),
                "\(answer.text)")
            for caller in [Caller.of(world.tenant, .agent), .of(world.tenant, .owner, customer: world.a)] {
                #expect(try await world.service.send(.GET, "/v1/webhooks", as: caller).status == 403)
            }
            // What webhooks carry is not for a customer's people.
            _ = try await world.webhook("https://a.example/")
            try await world.happen()
            let member = Caller.of(world.tenant, .member, customer: world.a)
            #expect(try await world.deliveries(as: member).isEmpty)
            let id = try await world.deliveries()[0].id
            #expect(try await world.service.send(.GET, "/v1/deliveries/\(id)", as: member).status == 404)
        }
    }

    @Test func oldOnesAreRemovedWhenTheyAreDone() async throws {
        try await World.with { world in
            _ = try await world.webhook("https://a.example/")
            try await world.happen(key: "d")
            try await world.happen(key: "e")
            let item = try #require(try await take(world, 1).first)
            try await Settling(chassis: world.service.chassis).settle(
                item, AttemptOutcome(.taken, "200"), at: world.service.clock.now)
            let pruner = DeliveryPruner(chassis: world.service.chassis)
            #expect(try await pruner.prune() == 0)
            world.service.clock.advance(by: DeliveryPruner.keptDays * 86_400 + 1)
            #expect(try await pruner.prune() == 1)
            #expect(try await world.deliveries().count == 1)
        }
    }
}
