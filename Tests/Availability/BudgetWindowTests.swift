import Chassis
import Contracts
import Foundation
import Postgres
import Terms
import TestSupport
import Testing

@testable import Availability

/// Budgets of windows that are not everybody's calendar month.
@Suite struct BudgetWindowTests {
    private func scene(_ contracted: Contracted) -> BudgetWorld {
        BudgetWorld(world: contracted.world, service: contracted.service)
    }

    private static let rolling: @Sendable (String) -> String = {
        $0.replacing("{kind: month", with: "{kind: rolling-30d-daily")
    }

    /// Thirty days that end with each day: the trouble is told once, however many of them it lies in, and taken back when it
    /// leaves them. The days of the 10th of June, in Karachi, are last seen by the window that ends with the 9th of July.
    @Test func aRollingWindowTellsOnceAndRecovers() async throws {
        try await Contracted.with(at: "2026-06-10T00:30:00Z") { contracted in
            try await contracted.publish(from: "2026-05-20T00:00:00Z", Self.rolling)
            let scene = scene(contracted)
            try await contracted.world.measure([
                contracted.world.outage("n", "api", "2026-06-10T00:00:00Z", "2026-06-10T00:25:00Z")
            ])
            for day in 10...14 { try await scene.move(to: "2026-06-\(day)T20:00:00Z") }
            #expect(try await scene.told() == ["50 2026-06-10T00:21:36Z"])
            // Nobody looks for some days.
            try await scene.move(to: "2026-06-20T20:00:00Z")
            try await scene.move(to: "2026-07-09T18:59:59Z")
            #expect(try await scene.told() == ["50 2026-06-10T00:21:36Z"])
            try await scene.move(to: "2026-07-09T19:00:00Z")
            #expect(try await scene.told() == ["50 2026-06-10T00:21:36Z", "recovered 50"])
            try await contracted.world.measure([
                contracted.world.outage("m", "api", "2026-07-09T10:00:00Z", "2026-07-09T10:30:00Z")
            ])
            try await scene.settle()
            #expect(try await scene.told().last == "50 2026-07-09T10:21:36Z")
        }
    }

    /// A customer whose account was suspended has a window of its own: the outage in that time spends nothing of it.
    @Test func aCustomersOwnWindowHasItsOwnBudget() async throws {
        try await Contracted.with(at: "2026-06-10T00:00:00Z") { contracted in
            try await contracted.publish(from: "2026-05-20T00:00:00Z")
            let suspended = SubscriptionAttribute(
                name: "account", value: "suspended", from: instant("2026-06-09T00:00:00Z"),
                until: instant("2026-06-10T00:10:00Z"))
            let contract = contracted.contract(CustomerID(), attributes: [suspended])
            let customer = try await contracted.customer(contract)
            let scene = scene(contracted)
            try await contracted.world.measure([contracted.world.outage("n", "api", "2026-06-10T00:00:00Z", nil)])
            try await scene.move(to: "2026-06-10T00:31:36Z")
            let told = try await scene.events()
            #expect(Set(told.map(\.text)) == ["50 2026-06-10T00:21:36Z", "50 2026-06-10T00:31:36Z"])
            let own = try #require(told.first { $0.text == "50 2026-06-10T00:31:36Z" }?.budget)
            #expect(own.customer == customer && own.subscription == contract.id)
            let shown = try await contracted.world.get("/v1/budgets?customer=\(customer)")
                .decode(ListPage<BudgetResource>.self).data
            #expect(shown == [own])
        }
    }

    /// What judges a window no longer is not told of; nothing else has to be done to it.
    @Test func aCustomerWhoLeavesIsNotToldOf() async throws {
        try await Contracted.with(at: "2026-06-10T00:00:00Z") { contracted in
            try await contracted.publish(from: "2026-05-20T00:00:00Z")
            let contract = contracted.contract(
                CustomerID(),
                attributes: [
                    SubscriptionAttribute(
                        name: "account", value: "suspended", from: instant("2026-06-09T00:00:00Z"),
                        until: instant("2026-06-09T01:00:00Z"))
                ])
            let customer = try await contracted.customer(contract)
            let scene = scene(contracted)
            try await scene.work()
            #expect(try await scene.looks().count == 2)
            try await contracted.world.tell(CustomerDeleted(id: customer, deletedAt: contracted.world.service.clock.now))
            try await contracted.world.measure([contracted.world.outage("n", "api", "2026-06-10T00:00:00Z", nil)])
            try await scene.move(to: "2026-06-10T00:21:36Z")
            #expect(try await scene.told() == ["50 2026-06-10T00:21:36Z"])
            #expect(try await scene.looks().count == 1)
        }
    }
}
