import Chassis
import Contracts
import Foundation
import Hosting
import Postgres
import Terms
import TestSupport
import Testing

@testable import Availability

/// What has to be evaluated, when corrections and the ends of windows meet.
@Suite struct StatementWorkTests {
    private struct Work: Equatable {
        let start: Instant
        let reason: String
    }

    /// A tenant with its statements of February, March and April kept, and nothing left to do for them.
    private func withKept(_ body: (World, ServiceID) async throws -> Void) async throws {
        try await World.with { world in
            let service = try await world.defineDeclared()
            try await world.publish("zecto.yaml", [service])
            for month in ["2026-02", "2026-03", "2026-04"] {
                #expect(try await world.statement("service=cpaas&month=\(month)").revision == 1)
            }
            let database = world.service.chassis.database
            try await database.query(
                "delete from statement_work where window_end <= \(world.service.clock.now)", tenant: world.tenant.uuid)
            try await body(world, service.id)
        }
    }

    private func work(_ world: World) async throws -> [Work] {
        try await world.service.chassis.database.query(
            """
            select window_start, reason from statement_work where window_end <= \(world.service.clock.now)
            order by window_start
            """, tenant: world.tenant.uuid
        ).decode((Instant, String).self).map { Work(start: $0.0, reason: $0.1) }
    }

    /// Leaves the work that made a kept statement behind, as its predecessor's end does when it is scheduled again.
    private func leaveBehind(_ world: World, overlapping stretch: Interval) async throws {
        try await world.service.chassis.database.query(
            """
            insert into statement_work (tenant_id, id, agreement_id, version, commitment, service_id, window_start, window_end,
                due_at, reason)
            select tenant_id, id, agreement_id, version, commitment, service_id, window_start, window_end, window_end,
                'window_ended'
            from statements where window_start < \(stretch.end) and window_end > \(stretch.start)
            """, tenant: world.tenant.uuid)
    }

    private func markDirty(
        _ world: World, _ service: ServiceID, _ stretch: Interval, _ reason: StatementWorkStore.Reason
    ) async throws {
        try await world.service.chassis.database.query(
            StatementWorkStore.markDirty(
                service: service, stretch, reason: reason, by: nil, at: world.service.clock.now, of: world.tenant),
            tenant: world.tenant.uuid)
    }

    private static let march = Interval(instant("2026-03-20T10:00:00Z"), instant("2026-03-20T11:00:00Z"))

    @Test func aCorrectionMarksTheWindowsItTouchesAndNoOther() async throws {
        try await withKept { world, service in
            #expect(try await work(world).isEmpty)
            try await markDirty(world, service, Self.march, .measurements)
            let marked = try await work(world)
            #expect(marked.map(\.reason) == ["measurements"])
            #expect(marked.allSatisfy { $0.start <= Self.march.start })
            try await markDirty(world, ServiceID(), Interval(instant("2026-02-01T12:00:00Z"), Self.march.end), .exclusion)
            #expect(try await work(world) == marked, "another service's statements are not touched")
            // The first reason stays: the statement is made anew once for both.
            try await markDirty(world, service, Self.march, .maintenance)
            #expect(try await work(world) == marked)
        }
    }

    @Test func aCorrectionTakesOverWorkThatAWindowsEndLeftBehind() async throws {
        try await withKept { world, service in
            try await leaveBehind(world, overlapping: Self.march)
            #expect(try await work(world).map(\.reason) == ["window_ended"])
            try await markDirty(world, service, Self.march, .exclusion)
            #expect(try await work(world).map(\.reason) == ["exclusion"])
        }
    }

    @Test func aCorrectionThatMeetsLeftoverWorkRestates() async throws {
        try await withKept { world, _ in
            try await leaveBehind(world, overlapping: Self.march)
            try await world.measure([world.outage("late", "api", "2026-03-20T10:00:00Z", "2026-03-20T11:00:00Z")])
            let restated = try await world.statement("service=cpaas&month=2026-03")
            #expect(restated.revision == 2 && restated.reason == "measurements")
            #expect(restated.seconds.down == 3_600)
        }
    }

    /// Nobody reads: an approved exclusion restates at once, measurements when they have come to rest, and what is approved
    /// meanwhile with them.
    @Test func aDecisionIsNotLeftToSettle() async throws {
        try await withKept { world, _ in
            let parts = try AvailabilityParts(world.service.chassis)
            func restated() async throws -> [String?] {
                try await parts.due.work(at: world.service.clock.now)
                return try await world.service.told().filter { $0.type == StatementRestated.type }
                    .map { try $0.payload(StatementRestated.self).statement.reason }
            }
            func measure(_ id: String, _ day: String) async throws {
                try await world.measure([world.outage(id, "api", "\(day)T10:00:00Z", "\(day)T11:00:00Z")])
                try await parts.folder.settle(world.tenant)
            }
            func exclude(_ day: String) async throws {
                let proposed = try await world.post(
                    "/v1/exclusions",
                    #"""
                    {"service": "cpaas", "ground": "third_party", "from": "\#(day)T10:00:00Z", "to": "\#(day)T11:00:00Z",
                     "evidence": "carrier notice 17", "reason": "backbone failure"}
                    """#, as: world.agent
                ).decode(ExclusionResource.self)
                try await world.post(
                    "/v1/exclusions/\(proposed.id)/decision", #"{"decision": "approved", "reason": "seen"}"#, as: world.approver,
                    expecting: 200)
            }
            try await measure("first", "2026-03-20")
            #expect(try await restated() == [])
            world.service.clock.advance(by: StatementWorkStore.quietSeconds)
            #expect(try await restated() == ["measurements"])
            try await exclude("2026-03-20")
            #expect(try await restated() == ["measurements", "exclusion"])
            try await measure("second", "2026-03-21")
            try await exclude("2026-03-21")
            #expect(try await restated() == ["measurements", "exclusion"])
            world.service.clock.advance(by: StatementWorkStore.quietSeconds)
            #expect(try await restated() == ["measurements", "exclusion", "measurements"])
            #expect(try await world.statement("service=cpaas&month=2026-03").seconds.excluded == 7_200)
        }
    }

    /// After a long silence one read makes every window that has ended meanwhile, though each is waited for only when the one
    /// before is made.
    @Test func manyWindowsThatEndedAtOnceAreMadeByOneRead() async throws {
        try await World.with(at: "2026-03-01T12:00:00Z") { world in
            let zecto = try String(contentsOf: SourceTree.url("deploy/demo/agreements/zecto.yaml"), encoding: .utf8)
            let daily = zecto.replacing("window: {kind: month", with: "window: {kind: rolling-1d-daily")
            let start = instant("2026-03-01T00:00:00Z")
            try await world.publish(
                try AgreementYAML.node(Array(daily.utf8)), [try await world.defineDeclared()], from: start)
            world.service.clock.set(instant("2026-03-21T12:00:00Z"))
            let answer = try await world.get("/v1/statements?from=\(start)&to=\(world.service.clock.now)")
            #expect(try answer.decode(ListPage<StatementResource>.self).data.count { $0.revision == 1 } == 20)
        }
    }

    /// Maintenance that is moved after the window restates it also where no second is excluded: the statement tells of its time.
    @Test func maintenanceThatIsMovedRestates() async throws {
        try await World.with { world in
            try await world.publish("zecto.yaml", [try await world.defineDeclared()])
            let made = try await world.post(
                "/v1/maintenance",
                #"""
                {"service": "cpaas", "kind": "emergency", "from": "2026-03-09T21:00:00Z", "to": "2026-03-10T00:00:00Z",
                 "title": "Repairs"}
                """#, as: world.admin)
            let first = try await world.statement("service=cpaas&month=2026-03")
            #expect(first.qualifications.map(\.excludedSeconds) == [0])
            let id = try #require(made["id"]?.text)
            let moved = try await world.service.send(
                .PUT, "/v1/maintenance/\(id)", as: world.admin,
                json: #"{"from": "2026-03-09T22:00:00Z", "to": "2026-03-10T00:00:00Z", "title": "Repairs"}"#,
                ifMatch: made.headers["etag"])
            #expect(moved.status == 200, "\(moved.text)")
            let second = try await world.statement("service=cpaas&month=2026-03")
            #expect(second.revision == 2 && second.reason == "maintenance" && second.seconds == first.seconds)
            #expect(second.qualifications.map(\.interval.start) == [instant("2026-03-09T22:00:00Z")])
        }
    }
}
