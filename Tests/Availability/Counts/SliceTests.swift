import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// Promises of which slices of requests decide: by the agreement's own slices and rates, whatever the component's definition makes
/// of the same requests.
@Suite struct SliceTests {
    private static let measure = "{kind: slices, length: PT5M, down_error_rate: \"5\", minimum_requests: 10}"

    @Test func theAgreementsSlicesDecide() async throws {
        try await Counting.with(at: "2026-04-05T00:00:00Z", measure: Self.measure) { tenant in
            let world = tenant.world
            // A tenth fails: of no outage to the component, which is down from a half on.
            try await world.measure([
                tenant.count("2026-03-10T10:01:00Z", 100, 10), tenant.count("2026-03-10T10:07:00Z", 9, 9, of: "sms"),
            ])
            #expect(try await world.get("/v1/outages?component=api")["data"]?.items?.isEmpty == true)
            let first = try await tenant.statement()
            #expect(first.seconds.down == 300 && first.revision == 1, "nine requests are too few to say anything")
            #expect(try await tenant.statement("uptime").seconds.down == 120, "to the definition these nine say enough")
            // A late report may take a slice down, and restates the window.
            try await world.measure([tenant.count("2026-03-10T10:08:00Z", 100, 4, of: "sms")])
            let second = try await tenant.statement()
            #expect(second.seconds.down == 600 && second.revision == 2 && second.reason == "measurements", "13 of 109")
            // What was declared is down as well, and not only by what was reported.
            try await world.measure([
                world.outage("noc-1", "api", "2026-03-10T10:09:00Z", "2026-03-10T10:20:00Z"),
                tenant.count("2026-03-10T10:16:00Z", 100, 0),
            ])
            #expect(try await tenant.statement().seconds.down == 300 + 900)
        }
    }

    /// Requests that became runs before anybody was promised anything of them have no counts any more: there the state decides.
    @Test func withoutCountsTheStateDecides() async throws {
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            let service = try await world.define(
                "cpaas", [ComponentState(key: "api", name: nil, source: Counting.requests)], .component("api"))
            let tenant = Counting(world: world, service: service)
            // By the definition up, and down for the minute that failed whole.
            try await world.measure([
                tenant.count("2026-03-10T10:00:00Z", 100, 10), tenant.count("2026-03-10T10:01:00Z", 100, 100),
                tenant.count("2026-03-10T10:02:00Z", 100, 0),
            ])
            _ = try await world.get("/v1/outages")
            let compactor = try AvailabilityParts(world.service.chassis).compactor
            world.service.clock.advance(by: 9 * 86_400)
            try await compactor.work(at: world.service.clock.now)
            try await world.publish(
                AgreementYAML.node(Array(try Counting.agreement(Self.measure).utf8)), [service],
                from: instant("2025-11-16T19:00:00Z"))
            try await world.measure([tenant.count("2026-03-19T10:00:00Z", 100, 10)])
            #expect(try await tenant.statement().seconds.down == 60 + 300)
        }
    }

    /// A budget that slices have spent is warned of though no component was ever down.
    @Test func theirBudgetIsWarnedOf() async throws {
        try await Counting.with(at: "2026-03-10T12:00:00Z", measure: Self.measure) { tenant in
            let world = tenant.world
            let start = instant("2026-03-10T02:00:00Z")
            // 15,000 s; ten days of which nothing is known allow nothing, the rest of March 18,500 s or so.
            try await world.measure((0..<50 as Range<Int64>).map { tenant.count("\(start.advanced(by: $0 * 300))", 100, 10) })
            _ = try await world.get("/v1/outages")
            world.service.clock.advance(by: 10)
            try await AvailabilityParts(world.service.chassis).due.work(at: world.service.clock.now)
            let told = try await world.service.told().filter { $0.type == BudgetThresholdCrossed.type }
            let crossed = try told.map { try $0.payload(BudgetThresholdCrossed.self) }
            #expect(crossed.allSatisfy { $0.budget.commitment == "calls" })
            #expect(crossed.map(\.thresholdPercent) == [50, 80])
        }
    }
}
