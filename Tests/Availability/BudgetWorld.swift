import Chassis
import Contracts
import Foundation
import Messaging
import Postgres
import Terms
import TestSupport
import Testing

@testable import Availability

/// June 2026 of a promise of 99.9 %, of which 2592 seconds may be down, and what is told of its budget.
struct BudgetWorld {
    let world: World
    let service: ServiceState

    /// Runs `body` on the 10th of June.
    static func with(
        at start: String = "2026-06-10T00:00:00Z", runsBackground: Bool = false, _ body: (BudgetWorld) async throws -> Void
    ) async throws {
        try await World.with(at: start, runsBackground: runsBackground) { world in
            let service = try await world.defineDeclared()
            try await world.publish("zecto.yaml", [service], from: "2026-05-20T00:00:00Z")
            let scene = BudgetWorld(world: world, service: service)
            if !runsBackground { try await scene.work() }
            try await body(scene)
        }
    }

    /// Does what is due, as a replica that has just been started does.
    func work() async throws {
        try await AvailabilityParts(world.service.chassis).due.work(at: world.service.clock.now)
    }

    /// Works in what was acknowledged.
    func fold() async throws {
        try await AvailabilityParts(world.service.chassis).folder.settle(world.tenant)
    }

    /// Works in what was acknowledged, moves the clock, and does what is due then.
    func move(to time: String) async throws {
        try await fold()
        world.service.clock.set(instant(time))
        try await work()
    }

    /// Works in what was acknowledged, lets pass what a change is left alone for, and does what is due then.
    func settle() async throws {
        try await fold()
        world.service.clock.advance(by: StatementWorkStore.quietSeconds)
        try await work()
    }

    /// What was told of budgets, in order: `50 2026-06-10T00:21:36Z`, `certain …`, `recovered 80 100 certain`.
    func told() async throws -> [String] { try await events().map(\.text) }

    /// The same with the budgets that they carry.
    func events() async throws -> [(text: String, budget: BudgetResource)] { try await world.budgetEvents() }

    /// When the budgets of the windows that are open are looked at next.
    func looks() async throws -> [String] {
        let now = world.service.clock.now
        return try await world.service.chassis.database.query(
            "select due_at from budget_watches where window_start <= \(now) order by window_end", tenant: world.tenant.uuid
        ).decode(Instant.self).map(\.description)
    }

    /// The only open window's budget.
    func budget() async throws -> BudgetResource {
        let page = try await world.get("/v1/budgets?service=cpaas").decode(ListPage<BudgetResource>.self)
        try #require(page.data.count == 1)
        return page.data[0]
    }
}

extension World {
    /// What was told of budgets, in order, with the budgets that it carries.
    func budgetEvents() async throws -> [(text: String, budget: BudgetResource)] {
        try await service.told().compactMap { event in
            switch event.type {
            case BudgetThresholdCrossed.type:
                let told = try event.payload(BudgetThresholdCrossed.self)
                return ("\(told.thresholdPercent) \(told.at)", told.budget)
            case CommitmentBreachCertain.type:
                let told = try event.payload(CommitmentBreachCertain.self)
                return ("certain \(told.at)", told.budget)
            case BudgetRecovered.type:
                let told = try event.payload(BudgetRecovered.self)
                let parts = told.withdrawnPercents.map(String.init) + (told.isBreachWithdrawn ? ["certain"] : [])
                return ((["recovered"] + parts).joined(separator: " "), told.budget)
            default: return nil
            }
        }
    }
}
