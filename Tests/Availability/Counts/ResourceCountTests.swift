import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// Promises of the time of many resources: each slice that was counted is worth its seconds times the resources in it.
@Suite struct ResourceCountTests {
    private func with(_ measure: String = "{kind: resource_time}", _ body: (Counting) async throws -> Void) async throws {
        try await Counting.with(at: "2026-04-05T00:00:00Z", measure: measure, source: Counting.resources, body)
    }

    @Test func everyResourceCounts() async throws {
        try await with { tenant in
            let world = tenant.world
            #expect(try await tenant.statement().verdict == .notMeasurable, "nothing was counted")
            try await world.measure([
                tenant.fleet("2026-03-10T10:00:00Z", 100, 1), tenant.fleet("2026-03-10T10:01:00Z", 50, 0),
                tenant.fleet("2026-03-10T10:00:00Z", 50, 0, of: "sms"),
            ])
            let first = try await tenant.statement()
            #expect(first.availability == Ratio(199, of: 200) && first.verdict == .met)
            // A late report of the same minute: the worse one stands, and restates the month.
            try await world.measure([tenant.fleet("2026-03-10T10:00:00Z", 100, 6)])
            let second = try await tenant.statement()
            #expect(second.availability == Ratio(97, of: 100) && second.verdict == .missed)
            #expect(second.revision == first.revision + 1 && second.reason == "measurements")
            // By this agreement, what does not count is left out of both.
            try await tenant.exclude("2026-03-10T10:00:00Z", "2026-03-10T10:00:30Z")
            #expect(try await tenant.ratio() == Ratio(1, of: 1))
        }
    }

    /// Half of them are as good as none, by this definition: the component is down, and what is up is still counted.
    @Test func manyThatAreDownAreAnOutage() async throws {
        try await with { tenant in
            let world = tenant.world
            let minutes = (0..<3).map { "2026-03-10T10:0\($0):00Z" }
            try await world.measure(zip(minutes, [0, 5, 1]).map { tenant.fleet($0, 10, $1) })
            let outages = try await world.get("/v1/outages?component=api").decode(ListPage<OutageResource>.self).data
            #expect(outages.map(\.startedAt) == [instant("2026-03-10T10:01:00Z")])
            #expect(outages.map(\.endedAt) == [instant("2026-03-10T10:02:00Z")] && outages.first?.sources == ["resources"])
            #expect(try await tenant.ratio() == Ratio(4, of: 5))
        }
    }

    /// Requests of a service are no resources of it, and the other way about.
    @Test func whatIsCountedIsOfOneKind() async throws {
        try await with("{kind: executions}") { tenant in
            let world = tenant.world
            try await world.measure([tenant.fleet("2026-03-10T10:00:00Z", 100, 1)])
            #expect(try await tenant.statement().verdict == .notMeasurable)
        }
    }

    /// From a day on the component's requests are counted in place of its resources: these stay what they were.
    @Test func aChangedDefinitionHoldsFromItsTimeOn() async throws {
        try await Counting.with(at: "2026-03-15T00:00:00Z", measure: "{kind: resource_time}", source: Counting.resources) {
            tenant in
            let world = tenant.world
            try await world.measure([tenant.fleet("2026-03-10T10:00:00Z", 100, 1)])
            let old = tenant.service
            let changed = ServiceState(
                id: old.id, key: old.key, name: old.name,
                components: old.components.map { ComponentState(key: $0.key, name: nil, source: Counting.requests) },
                tree: old.tree, revision: 2, createdAt: old.createdAt, updatedAt: world.service.clock.now)
            try await world.tell(ServiceChanged(service: changed))
            world.service.clock.set(instant("2026-03-20T00:00:00Z"))
            try await world.measure([tenant.count("2026-03-18T10:00:00Z", 100, 50)])
            #expect(try await tenant.ratio() == Ratio(99, of: 100))
        }
    }

    /// CSV names the columns, in any order.
    @Test func csvTakesThem() async throws {
        try await with { tenant in
            let body = """
                service,component,at,period_seconds,down,deployed
                cpaas,api,2026-03-10T10:00:00Z,60,1,100
                cpaas,api,1773136860,60,0,100
                """
            let answer = try await tenant.world.service.send(
                .POST, "/v1/measurements", as: tenant.world.sender, body: Data(body.utf8), headers: BodyFormat.csv.headers)
            #expect(answer.status == 202 && answer["accepted"]?.json == "2", "\(answer.text)")
            #expect(try await tenant.ratio() == Ratio(199, of: 200))
            for wrong in ["cpaas,api,2026-03-10T10:00:00Z,60,101,100", "cpaas,api,2026-03-10T10:00:00Z,60,x,100"] {
                let body = "service,component,at,period_seconds,down,deployed\n\(wrong)"
                let answer = try await tenant.world.service.send(
                    .POST, "/v1/measurements", as: tenant.world.sender, body: Data(body.utf8), headers: BodyFormat.csv.headers)
                #expect(answer.status == 400 && answer.text.contains("down at most deployed"), "\(answer.text)")
            }
        }
    }
}
