import Chassis
import Contracts
import Foundation
import Postgres
import Terms
import TestSupport
import Testing

@testable import Availability

/// What is told of the error budgets of open windows: once, at the right second, and taken back when it is not so.
@Suite struct BudgetTests {
    private static let all = [
        "50 2026-06-10T00:21:36Z", "80 2026-06-10T00:34:34Z", "100 2026-06-10T00:43:12Z", "certain 2026-06-10T00:43:13Z",
    ]

    @Test func factsThatArriveCrossThresholds() async throws {
        try await BudgetWorld.with(at: "2026-06-20T00:00:00Z") { scene in
            let world = scene.world
            try await world.measure([world.outage("a", "api", "2026-06-12T10:00:00Z", "2026-06-12T10:21:35Z")])
            try await scene.settle()
            #expect(try await scene.told().isEmpty, "a second is missing")
            try await world.measure([world.outage("b", "sms", "2026-06-13T10:00:00Z", "2026-06-13T10:00:01Z")])
            try await scene.settle()
            #expect(try await scene.told() == ["50 2026-06-13T10:00:01Z"])
            // What comes later may lie earlier: what was told stays told.
            try await world.measure([world.outage("c", "voice", "2026-06-11T10:00:00Z", "2026-06-11T10:21:37Z")])
            try await scene.settle()
            #expect(
                try await scene.told() == [
                    "50 2026-06-13T10:00:01Z", "80 2026-06-12T10:12:57Z", "100 2026-06-12T10:21:35Z",
                    "certain 2026-06-13T10:00:01Z",
                ])
            try await scene.settle()
            #expect(try await scene.told().count == 4)
            let shown = try await scene.budget()
            #expect(shown.thresholdPercent == 100 && shown.thresholdAt == instant("2026-06-12T10:21:35Z"))
            #expect(shown.breach == .certain && shown.breachSince == instant("2026-06-13T10:00:01Z"))
            #expect(shown.exhaustedAt == shown.thresholdAt && shown.budget.spentSeconds == 2593)
            #expect(shown.burnRates.map(\.rate) == Array(repeating: "0.0000", count: 4))
        }
    }

    /// Nothing arrives: the outage goes on, and each threshold is looked for at the second at which it is reached.
    @Test func anOutageThatGoesOnCrossesThemByItself() async throws {
        try await BudgetWorld.with { scene in
            let world = scene.world
            #expect(try await scene.looks() == ["2026-06-30T19:00:00Z"], "nothing will be spent by itself")
            world.service.clock.set(instant("2026-06-10T00:01:00Z"))
            try await world.measure([world.outage("n", "api", "2026-06-10T00:00:00Z", nil)])
            try await scene.fold()
            #expect(try await scene.looks() == ["2026-06-10T00:01:03Z"])
            try await scene.settle()
            #expect(try await scene.looks() == ["2026-06-10T00:21:36Z"])
            for (index, (now, next)) in [
                ("2026-06-10T00:21:36Z", "2026-06-10T00:34:34Z"), ("2026-06-10T00:34:34Z", "2026-06-10T00:43:12Z"),
                ("2026-06-10T00:43:12Z", "2026-06-10T00:43:13Z"), ("2026-06-10T00:43:13Z", "2026-06-30T19:00:00Z"),
            ].enumerated() {
                try await scene.move(to: "\(instant(now).advanced(by: -1))")
                #expect(try await scene.told() == Array(Self.all[..<index]))
                try await scene.move(to: now)
                #expect(try await scene.told() == Array(Self.all[...index]))
                #expect(try await scene.looks() == [next])
            }
            let last = try #require(try await scene.events().last?.budget)
            #expect(last.asOf == instant("2026-06-10T00:43:13Z") && last.verdict == .missed && last.breach == .certain)
            #expect(last.window.to == instant("2026-06-30T19:00:00Z"), "weeks before the window's end")
            #expect(last.budget.spentSeconds == 2593 && last.budget.leftSeconds == "-1.000")
            #expect(last.burnRates.first?.rate == "720.2777", "2593 of 2592 seconds in a 720th of the window")
        }
    }

    /// Nobody looked in time: what was crossed meanwhile is told with the facts' own times.
    @Test func aLateLookTellsTheSame() async throws {
        try await BudgetWorld.with { scene in
            try await scene.world.measure([scene.world.outage("n", "api", "2026-06-10T00:00:00Z", nil)])
            try await scene.move(to: "2026-06-12T07:00:00Z")
            #expect(try await scene.told() == Self.all)
        }
    }

    /// The runner wakes by the clock, not by looking again and again.
    @Test func theRunnerTellsByTheClock() async throws {
        try await BudgetWorld.with(runsBackground: true) { scene in
            try await scene.world.measure([scene.world.outage("n", "api", "2026-06-10T00:00:00Z", nil)])
            _ = try await eventually("the outage to be folded") {
                scene.world.service.clock.advance(by: 1)
                return try await scene.looks() == ["2026-06-10T00:21:36Z"] ? true : nil
            }
            #expect(try await scene.told().isEmpty)
            for (index, time) in ["00:21:36", "00:34:34", "00:43:12", "00:43:13"].enumerated() {
                scene.world.service.clock.set(instant("2026-06-10T\(time)Z"))
                _ = try await eventually("level \(index)") { try await scene.told() == Array(Self.all[...index]) ? true : nil }
            }
        }
    }

    @Test func aCorrectionTakesBackWhatWasTold() async throws {
        try await BudgetWorld.with(at: "2026-06-20T00:00:00Z") { scene in
            let world = scene.world
            func correct(_ to: String, _ revision: Int) async throws -> [String] {
                let before = try await scene.told().count
                let more = #","revision":\#(revision)"#
                try await world.measure([world.outage("n", "api", "2026-06-10T00:00:00Z", to, more: more)])
                try await scene.settle()
                return Array(try await scene.told().dropFirst(before))
            }
            #expect(try await correct("2026-06-10T02:00:00Z", 1) == Self.all)
            #expect(try await correct("2026-06-10T00:43:12Z", 2) == ["recovered certain"])
            #expect(try await correct("2026-06-10T00:25:00Z", 3) == ["recovered 80 100"])
            let told = try #require(try await scene.events().last?.budget)
            #expect(told.thresholdPercent == 50 && told.breach == .none && told.breachSince == nil)
            // What is reached again is told again; what stood is not.
            #expect(try await correct("2026-06-10T00:35:00Z", 4) == ["80 2026-06-10T00:34:34Z"])
            #expect(try await correct("2026-06-10T00:01:00Z", 5) == ["recovered 50 80"])
            #expect(try await scene.budget().thresholdPercent == nil)
        }
    }

    @Test func anApprovedExclusionTakesBackWhatWasTold() async throws {
        try await BudgetWorld.with(at: "2026-06-20T00:00:00Z") { scene in
            let world = scene.world
            try await world.measure([world.outage("n", "api", "2026-06-10T00:00:00Z", "2026-06-10T02:00:00Z")])
            try await scene.settle()
            let body = #"""
                {"service": "cpaas", "ground": "third_party", "from": "2026-06-10T00:00:00Z", "to": "2026-06-10T02:00:00Z",
                 "evidence": "carrier notice 17", "reason": "backbone failure"}
                """#
            let item = try await world.post("/v1/exclusions", body, as: world.agent).decode(ExclusionResource.self)
            try await scene.settle()
            #expect(try await scene.told() == Self.all, "a proposal changes nothing")
            try await world.post(
                "/v1/exclusions/\(item.id)/decision", #"{"decision": "approved", "reason": "seen"}"#, as: world.approver,
                expecting: 200)
            try await scene.settle()
            #expect(try await scene.told() == Self.all + ["recovered 50 80 100 certain"])
        }
    }

    /// Announced in time, an hour of the outage does not count: what is left of half, 696 seconds, is spent after it. Called off
    /// after 20 minutes, from then on.
    @Test func maintenanceHoldsTheSpendingUp() async throws {
        try await BudgetWorld.with(at: "2026-06-01T00:00:00Z") { scene in
            let world = scene.world
            let works =
                #"{"service":"cpaas","kind":"scheduled","from":"2026-06-09T21:10:00Z","to":"2026-06-09T22:10:00Z","title":"Work"}"#
            let id = try await world.post("/v1/maintenance", works, as: world.agent).decode(MaintenanceResource.self).id
            world.service.clock.set(instant("2026-06-09T21:05:00Z"))
            try await world.measure([world.outage("n", "api", "2026-06-09T21:00:00Z", nil)])
            try await scene.settle()
            #expect(try await scene.looks() == ["2026-06-09T22:21:36Z"])
            try await scene.move(to: "2026-06-09T21:30:00Z")
            let etag = try await world.get("/v1/maintenance/\(id)").headers["etag"]
            let called = try await world.service.send(.DELETE, "/v1/maintenance/\(id)", as: world.agent, ifMatch: etag)
            #expect(called.status == 200, "\(called.text)")
            try await scene.settle()
            #expect(try await scene.looks() == ["2026-06-09T21:41:36Z"])
            try await scene.move(to: "2026-06-09T21:41:36Z")
            #expect(try await scene.told() == ["50 2026-06-09T21:41:36Z"])
        }
    }

    /// 130 outages of 20 seconds, a minute apart: the 65th reaches half with its 16th second, the 104th four fifths with its
    /// 14th, the 130th all with its 12th.
    @Test func flappingNeitherStormsNorHides() async throws {
        try await BudgetWorld.with { scene in
            let world = scene.world
            let start = instant("2026-06-10T00:00:00Z")
            for ten in 0..<13 {
                world.service.clock.set(start.advanced(by: Int64(ten + 1) * 600))
                try await world.measure(
                    (ten * 10..<ten * 10 + 10).map { index in
                        let from = start.advanced(by: Int64(index) * 60)
                        return world.outage("f\(index)", "api", "\(from)", "\(from.advanced(by: 20))")
                    })
                try await scene.settle()
            }
            #expect(
                try await scene.told() == [
                    "50 2026-06-10T01:04:16Z", "80 2026-06-10T01:43:14Z", "100 2026-06-10T02:09:12Z",
                    "certain 2026-06-10T02:09:13Z",
                ])
        }
    }

    @Test func twoReplicasTellOnce() async throws {
        try await BudgetWorld.with { scene in
            try await scene.world.measure([scene.world.outage("n", "api", "2026-06-10T00:00:00Z", nil)])
            try await scene.fold()
            scene.world.service.clock.set(instant("2026-06-10T05:00:00Z"))
            let replicas = try (0..<4).map { _ in try AvailabilityParts(scene.world.service.chassis).due }
            let now = scene.world.service.clock.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                for replica in replicas { group.addTask { try await replica.work(at: now) } }
                try await group.waitForAll()
            }
            #expect(try await scene.told() == Self.all)
        }
    }

    /// History that comes in for windows that are over is told by their statements alone; so is what comes in too late.
    @Test func closedWindowsTellNothing() async throws {
        try await BudgetWorld.with { scene in
            let world = scene.world
            try await world.measure([world.outage("n", "api", "2026-05-25T00:00:00Z", "2026-05-25T06:00:00Z")])
            try await scene.settle()
            #expect(try await scene.told().isEmpty)
            #expect(try await world.statement("service=cpaas&month=2026-05").verdict == .missed)
            world.service.clock.set(instant("2026-06-30T18:59:58Z"))
            try await world.measure([world.outage("m", "api", "2026-06-20T00:00:00Z", "2026-06-20T06:00:00Z")])
            try await scene.settle()
            #expect(try await scene.told().isEmpty, "the window is over when it is looked at")
            #expect(try await scene.looks() == ["2026-07-31T19:00:00Z"], "July is watched, June is not any more")
        }
    }

    /// A service that is up says so every minute: its budget is not looked at for that.
    @Test func samplesThatSayUpCostNothing() async throws {
        try await World.with(at: "2026-06-10T00:00:00Z") { world in
            let probe = ProbeSource(locations: ["khi"], quorum: 1, confirm: 1, staleSeconds: 90)
            let service = try await world.define(
                "cpaas", [ComponentState(key: "api", name: nil, source: .probe(probe))], .component("api"))
            try await world.publish("zecto.yaml", [service], from: "2026-05-20T00:00:00Z")
            let scene = BudgetWorld(world: world, service: service)
            func say(_ time: String, _ state: String) async throws -> [String] {
                world.service.clock.set(instant(time))
                try await world.measure([
                    #"{"kind":"probe","service":"cpaas","component":"api","at":"\#(time)","state":"\#(state)"}"#
                ])
                try await scene.fold()
                return try await scene.looks()
            }
            _ = try await say("2026-06-10T00:00:00Z", "up")
            try await scene.settle()
            for minute in 1...3 {
                #expect(try await say("2026-06-10T00:0\(minute):00Z", "up") == ["2026-06-30T19:00:00Z"])
            }
            #expect(try await say("2026-06-10T00:04:00Z", "down") == ["2026-06-10T00:04:03Z"])
            try await scene.settle()
            // If nothing more is heard it ends by itself at 00:05:30. The 90 seconds are half of what 180,000 measured ones allow:
            // with the 795,600 before the first sample, 1,616,400 more of which nothing is known leave so many.
            #expect(try await scene.looks() == ["2026-06-28T17:05:30Z"])
        }
    }
}
