import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// A statement does not become final while something in its window lacks its end.
@Suite struct StatementHoldTests {
    private let may = "service=cpaas&month=2026-05"

    private struct Explained: Decodable {
        struct Hold: Decodable {
            let kind: String
            let id: String?
        }
        let heldBy: [Hold]
    }

    /// The statement of May when the clock stands at an instant, and everything due is done.
    private func statement(_ world: World, at time: String) async throws -> StatementResource {
        world.service.clock.set(instant(time))
        try await AvailabilityParts(world.service.chassis).due.work(at: world.service.clock.now)
        return try await world.statement(may)
    }

    private func holds(_ world: World, _ statement: StatementResource) async throws -> [String] {
        try await world.get("/v1/statements/\(statement.id)/explanation").decode(Explained.self).heldBy.map {
            "\($0.kind) \($0.id ?? "")"
        }
    }

    private func finals(_ world: World, _ id: StatementID) async throws -> Int {
        try await world.service.told().filter { $0.type == StatementFinal.type && $0.subject == id.description }.count
    }

    private func declared(_ body: (World, ServiceState) async throws -> Void) async throws {
        try await World.with(at: "2026-05-30T12:00:00Z") { world in
            let service = try await world.defineDeclared()
            try await world.publish("zecto.yaml", [service])
            _ = try await world.statement(may)
            try await body(world, service)
        }
    }

    /// It began in May, and until somebody says when it ended, it may have ended in May.
    @Test func aDeclaredOutageWithoutEndHoldsUntilItHasOne() async throws {
        try await declared { world, _ in
            try await world.measure([world.outage("n", "api", "2026-05-30T10:00:00Z", nil)])
            let held = try await statement(world, at: "2026-06-05T00:00:00Z")
            #expect(held.state == .provisional && held.seconds.down == 33 * 3_600)
            #expect(try await holds(world, held) == ["outage n"])
            #expect(try await statement(world, at: "2026-07-20T00:00:00Z").state == .provisional)
            // It ended in June: nothing of May is different, and May is final.
            try await world.measure([
                world.outage("n", "api", "2026-05-30T10:00:00Z", "2026-06-01T10:00:00Z", more: #","revision":2"#)
            ])
            let final = try await statement(world, at: "2026-07-20T00:00:01Z")
            #expect(final.state == .final && final.revision == held.revision && final.seconds == held.seconds)
            #expect(try await holds(world, final).isEmpty)
            #expect(try await finals(world, final.id) == 1)
        }
    }

    @Test func anOutageThatEndedWithinTheWindowRestatesAndReleases() async throws {
        try await declared { world, _ in
            try await world.measure([world.outage("n", "api", "2026-05-30T10:00:00Z", nil)])
            let held = try await statement(world, at: "2026-06-05T00:00:00Z")
            try await world.measure([
                world.outage("n", "api", "2026-05-30T10:00:00Z", "2026-05-30T10:10:00Z", more: #","revision":2"#)
            ])
            let final = try await statement(world, at: "2026-06-05T00:00:10Z")
            #expect(held.verdict == .missed && final.verdict == .met)
            #expect(final.state == .final && final.revision == held.revision + 1 && final.seconds.down == 600)
            #expect(try await finals(world, final.id) == 1)
        }
    }

    @Test func whatIsWithdrawnHoldsNothing() async throws {
        try await declared { world, _ in
            try await world.measure([world.outage("n", "api", "2026-05-30T10:00:00Z", nil)])
            #expect(try await statement(world, at: "2026-06-05T00:00:00Z").state == .provisional)
            try await world.measure([
                world.outage("n", "api", "2026-05-30T10:00:00Z", nil, more: #","revision":2,"withdrawn":true"#)
            ])
            let final = try await statement(world, at: "2026-06-05T00:00:10Z")
            #expect(final.state == .final && final.seconds.down == 0)
        }
    }

    /// What began after a window is none of its business; what is final stays it, whatever is declared later.
    @Test func laterOutagesAndFinalStatementsAreLeftAlone() async throws {
        try await declared { world, _ in
            world.service.clock.set(instant("2026-05-31T19:00:00Z"))
            try await world.measure([world.outage("june", "api", "2026-05-31T19:00:00Z", nil)])
            let final = try await statement(world, at: "2026-06-02T19:00:00Z")
            #expect(final.state == .final && final.seconds.down == 0)
            try await world.measure([world.outage("late", "api", "2026-05-31T18:00:00Z", nil)])
            let restated = try await statement(world, at: "2026-06-02T20:00:00Z")
            #expect(restated.state == .final && restated.revision == final.revision + 1 && restated.seconds.down == 3_600)
        }
    }

    /// Probes say of each second what it was: that it goes on after the window changes nothing in it.
    @Test func aMeasuredOutageHoldsNothing() async throws {
        try await World.with(at: "2026-05-31T18:44:00Z") { world in
            let probe = ProbeSource(locations: ["khi"], quorum: 1, confirm: 1, staleSeconds: 600)
            let service = try await world.define(
                "cpaas", [ComponentState(key: "api", name: nil, source: .probe(probe))], .component("api"))
            try await world.publish("zecto.yaml", [service])
            for minute in ["18:45", "18:50", "18:59", "19:05", "19:14"] {
                world.service.clock.set(instant("2026-05-31T\(minute):30Z"))
                try await world.measure([
                    #"{"kind":"probe","service":"cpaas","component":"api","at":"2026-05-31T\#(minute):00Z","state":"down"}"#
                ])
            }
            #expect(try await statement(world, at: "2026-06-02T19:00:00Z").state == .final)
        }
    }

    @Test func anIncidentThatGoesOnHoldsUntilItIsResolved() async throws {
        try await declared { world, service in
            func incident(_ revision: Int64, over: Bool, proposes: Bool = true) -> IncidentResource {
                let from = instant("2026-05-31T10:00:00Z")
                let to = over ? instant("2026-06-01T01:00:00Z") : nil
                return IncidentResource(
                    id: id, services: [service.id], serviceKeys: [service.key], title: "No SMS", priority: nil,
                    status: over ? .resolved : .investigating, origin: .declared, published: true, countsAsDown: proposes,
                    startedAt: from, declaredAt: from, resolvedAt: to,
                    proposedOutage: proposes ? .init(services: [service.id], from: from, to: to) : nil,
                    declaredBy: "key_agent", revision: revision, updatedAt: from)
            }
            let id = IncidentID()
            world.service.clock.set(instant("2026-05-31T11:00:00Z"))
            try await world.tell(IncidentDeclared(incident: incident(1, over: false), update: nil))
            let held = try await statement(world, at: "2026-06-04T00:00:00Z")
            #expect(held.state == .provisional)
            #expect(try await holds(world, held) == ["incident \(id)"])
            try await world.tell(IncidentResolved(incident: incident(2, over: true), update: nil))
            // Whether it was an outage may still be decided, and restates then.
            #expect(try await statement(world, at: "2026-06-04T00:00:01Z").state == .final)
            #expect(try await finals(world, held.id) == 1)
        }
    }
}
