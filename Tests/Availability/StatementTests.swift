import Chassis
import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Availability

/// Statements over time: open, ended, made anew; and who may read them.
@Suite struct StatementTests {
    @Test func lateOutageRestatesAndKeepsEveryRevision() async throws {
        try await World.with { world in
            try await world.publish("zecto.yaml", [try await world.defineDeclared()])
            let first = try await world.statement("service=cpaas&month=2026-03")
            #expect(first.revision == 1 && first.verdict == .met && first.reason == "window_ended")
            try await world.measure([world.outage("late", "api", "2026-03-20T10:00:00Z", "2026-03-20T11:00:00Z")])
            let second = try await world.statement("service=cpaas&month=2026-03")
            #expect(second.id == first.id)
            #expect(second.revision == 2 && second.verdict == .missed && second.reason == "measurements")
            // The same again, and what changes nothing, is no revision.
            try await world.measure([world.outage("late", "api", "2026-03-20T10:00:00Z", "2026-03-20T11:00:00Z")])
            #expect(try await world.statement("service=cpaas&month=2026-03").revision == 2)
            // A higher revision of the declaration corrects it, and withdrawing it takes it back.
            let shorter = world.outage("late", "api", "2026-03-20T10:00:00Z", "2026-03-20T10:30:00Z", more: #","revision":2"#)
            try await world.measure([shorter])
            let third = try await world.statement("service=cpaas&month=2026-03")
            #expect(third.revision == 3 && third.seconds.down == 1_800)
            let gone = world.outage(
                "late", "api", "2026-03-20T10:00:00Z", "2026-03-20T10:30:00Z", more: #","revision":3,"withdrawn":true"#)
            try await world.measure([gone])
            let fourth = try await world.statement("service=cpaas&month=2026-03")
            #expect(fourth.revision == 4 && fourth.seconds.down == 0)

            let revisions = try await world.get("/v1/statements/\(first.id)/revisions").decode(ListPage<StatementResource>.self)
            #expect(revisions.data.map(\.revision) == [4, 3, 2, 1])
            #expect(revisions.data.map(\.seconds.down) == [0, 1_800, 3_600, 0])
            let told = try await world.service.told().filter { $0.subject == first.id.description }.map(\.type)
            // The window ended long before: it has settled by the time that it is made.
            let made = [StatementProvisional.type, StatementFinal.type]
            #expect(told == made + Array(repeating: StatementRestated.type, count: 3))
        }
    }

    /// With folding and deadlines at work beside it, a read sees what was acknowledged before it, every time.
    @Test func readsSeeWhatWasAcknowledged() async throws {
        try await World.with(runsBackground: true) { world in
            try await world.publish("zecto.yaml", [try await world.defineDeclared()])
            for revision in 1...40 {
                let minutes = Int64(revision % 20 + 1)
                let to = instant("2026-03-20T10:00:00Z").advanced(by: minutes * 60)
                try await world.measure([
                    world.outage("n", "api", "2026-03-20T10:00:00Z", "\(to)", more: #","revision":\#(revision)"#)
                ])
                if revision.isMultiple(of: 3) { world.service.clock.advance(by: 5) }
                #expect(try await world.statement("service=cpaas&month=2026-03").seconds.down == minutes * 60)
            }
        }
    }

    @Test func openWindowIsWorkedOutAsOfNow() async throws {
        try await World.with(at: "2026-05-10T00:00:00Z") { world in
            try await world.publish("zecto.yaml", [try await world.defineDeclared()])
            try await world.measure([world.outage("n1", "api", "2026-05-09T23:00:00Z", nil)])
            let open = try await world.statement("service=cpaas")
            #expect(open.state == .open && open.revision == 0)
            #expect(open.asOf == world.service.clock.now)
            #expect(open.seconds.down == 3_600)
            #expect(open.verdict == .missed)
            #expect(open.seconds.up + open.seconds.down + open.seconds.pending == open.seconds.total)
            let byID = try await world.get("/v1/statements/\(open.id)").decode(StatementResource.self)
            #expect(byID == open)
            let budgets = try await world.get("/v1/budgets?service=cpaas")
            #expect(budgets["data", "0", "budget", "spent_seconds"]?.json == "3600")
            // The month ends: what was open is made, under the same id.
            world.service.clock.set(instant("2026-06-02T00:00:00Z"))
            let ended = try await world.get("/v1/statements/\(open.id)").decode(StatementResource.self)
            #expect(ended.state == .provisional && ended.revision == 1)
            #expect(ended.seconds.pending == 0)
        }
    }

    /// Two days after its window a statement is final, whether or not it was corrected meanwhile.
    @Test func statementsSettle() async throws {
        try await World.with(at: "2026-05-30T00:00:00Z") { world in
            try await world.publish("zecto.yaml", [try await world.defineDeclared()])
            let due = try AvailabilityParts(world.service.chassis).due
            let id = try await world.statement("service=cpaas&month=2026-05").id
            func pass(_ time: String) async throws -> [String] {
                world.service.clock.set(instant(time))
                try await due.work(at: world.service.clock.now)
                let told = try await world.service.told().filter { $0.subject == id.description }
                return told.compactMap { $0.type.split(separator: ".").dropLast().last.map(String.init) }
            }
            // May ends at 19:00Z in Karachi.
            #expect(try await pass("2026-05-31T19:00:00Z") == ["provisional"])
            let provisional = try await world.get("/v1/statements/\(id)")
            try await world.measure([world.outage("late", "api", "2026-05-20T10:00:00Z", "2026-05-20T11:00:00Z")])
            #expect(try await world.statement("service=cpaas&month=2026-05").revision == 2)
            #expect(try await pass("2026-06-02T18:59:59Z") == ["provisional", "restated"])
            #expect(try await pass("2026-06-02T19:00:00Z") == ["provisional", "restated", "final"])
            let final = try await world.get("/v1/statements/\(id)")
            let statement = try final.decode(StatementResource.self)
            #expect(statement.state == .final && statement.revision == 2 && statement.seconds.down == 3_600)
            #expect(final.headers["etag"] != provisional.headers["etag"])
            let told = try await world.service.told().filter {
                $0.type == StatementFinal.type && $0.subject == id.description
            }
            let payload = try told[0].payload(StatementFinal.self)
            #expect(payload.statement == statement)
            #expect(
                payload.countedDown?.outages
                    == [Interval(instant("2026-05-20T10:00:00Z"), instant("2026-05-20T11:00:00Z"))])
            // A correction after that restates it, and it stays final.
            try await world.measure([
                world.outage("late", "api", "2026-05-20T10:00:00Z", "2026-05-20T10:30:00Z", more: #","revision":2"#)
            ])
            let restated = try await world.statement("service=cpaas&month=2026-05")
            #expect(restated.state == .final && restated.revision == 3)
            #expect(try await pass("2026-06-10T00:00:00Z") == ["provisional", "restated", "final", "restated"])
        }
    }

    @Test func deadlinesEndWindowsAndOutagesByTheClock() async throws {
        try await World.with(at: "2026-05-31T18:50:00Z") { world in
            let probe = ProbeSource(locations: ["khi"], quorum: 1, confirm: 1, staleSeconds: 90)
            let service = try await world.define(
                "cpaas", [ComponentState(key: "api", name: nil, source: .probe(probe))], .component("api"))
            try await world.publish("zecto.yaml", [service])
            try await world.measure([
                #"{"kind":"probe","service":"cpaas","component":"api","at":"2026-05-31T18:49:00Z","state":"down"}"#
            ])
            let parts = try AvailabilityParts(world.service.chassis)
            let open = try await world.get("/v1/outages?open=true&scope=service").decode(ListPage<OutageResource>.self)
            #expect(open.data.count == 1 && open.data.first?.endedAt == nil)
            world.service.clock.set(instant("2026-05-31T19:00:00Z"))
            try await parts.due.work(at: world.service.clock.now)
            let closed = try await world.get("/v1/outages?scope=service").decode(ListPage<OutageResource>.self)
            #expect(closed.data.first?.state == .closed)
            #expect(closed.data.first?.endedAt == instant("2026-05-31T18:50:30Z"))
            let types = try await world.service.told().map(\.type)
            #expect(types.filter { $0 == OutageClosed.type }.count == 2)
            #expect(types.contains(StatementProvisional.type))
        }
    }

    @Test func exclusionsNeedSomebodyElse() async throws {
        try await World.with { world in
            try await world.publish("zecto.yaml", [try await world.defineDeclared()])
            try await world.measure([world.outage("n1", "api", "2026-03-20T10:00:00Z", "2026-03-20T12:00:00Z")])
            #expect(try await world.statement("service=cpaas&month=2026-03").verdict == .missed)
            let body = #"""
                {"service": "cpaas", "ground": "third_party", "from": "2026-03-20T10:00:00Z", "to": "2026-03-20T12:00:00Z",
                 "evidence": "carrier notice 17", "reason": "backbone failure"}
                """#
            let own = try await world.post("/v1/exclusions", body, as: world.approver).decode(ExclusionResource.self)
            let decision = #"{"decision": "approved", "reason": "seen"}"#
            let refused = try await world.post("/v1/exclusions/\(own.id)/decision", decision, as: world.approver, expecting: 403)
            #expect(try refused.problem().slug == "own-proposal")
            try await world.post("/v1/exclusions/\(own.id)/decision", decision, as: world.agent, expecting: 403)
            #expect(try await world.statement("service=cpaas&month=2026-03").revision == 1)

            let other = Caller.of(world.tenant, .approver, principal: "key_second")
            try await world.post("/v1/exclusions/\(own.id)/decision", decision, as: other, expecting: 200)
            let restated = try await world.statement("service=cpaas&month=2026-03")
            #expect(restated.revision == 2 && restated.reason == "exclusion" && restated.verdict == .met)
            #expect(restated.excluded.map(\.seconds) == [7_200])
            try await world.post("/v1/exclusions/\(own.id)/decision", decision, as: other, expecting: 409)
            let types = try await world.service.told().map(\.type)
            #expect(types.contains(ExclusionProposed.type) && types.contains(ExclusionDecided.type))
        }
    }

    @Test func maintenanceChangesWithItsNotice() async throws {
        try await World.with(at: "2026-03-01T00:00:00Z") { world in
            try await world.publish("zecto.yaml", [try await world.defineDeclared()])
            let made = try await world.post(
                "/v1/maintenance",
                #"{"service":"cpaas","kind":"scheduled","from":"2026-03-09T21:00:00Z","to":"2026-03-10T00:00:00Z","title":"Work"}"#,
                as: world.agent)
            let id = try made.decode(MaintenanceResource.self).id
            let path = "/v1/maintenance/\(id)"
            let longer = #"{"from":"2026-03-09T21:00:00Z","to":"2026-03-10T02:00:00Z","title":"Work, longer"}"#
            #expect(try await world.service.send(.PUT, path, as: world.agent, json: longer).status == 428)
            #expect(try await world.service.send(.PUT, path, as: world.agent, json: longer, ifMatch: "\"v9\"").status == 412)
            // Extended an hour before it ends: the extension has no notice, so it does not count.
            world.service.clock.set(instant("2026-03-09T23:00:00Z"))
            let changed = try await world.service.send(
                .PUT, path, as: world.agent, json: longer, ifMatch: made.headers["etag"])
            #expect(changed.status == 200, "\(changed.text)")
            world.service.clock.set(instant("2026-04-02T00:00:00Z"))
            try await world.measure([world.outage("n", "api", "2026-03-09T21:00:00Z", "2026-03-10T02:00:00Z")])
            let statement = try await world.statement("service=cpaas&month=2026-03")
            #expect(statement.seconds.excluded == 3 * 3_600)
            #expect(statement.seconds.down == 2 * 3_600)
            // Recorded wrongly, taken back whole.
            let etag = try await world.get(path).headers["etag"]
            #expect(try await world.service.send(.DELETE, path, as: world.agent, ifMatch: etag).status == 200)
            let after = try await world.statement("service=cpaas&month=2026-03")
            #expect(after.seconds.excluded == 0 && after.reason == "maintenance")
        }
    }

    @Test func announcementsOfThePastAreForAdminsWithProof() async throws {
        try await World.with { world in
            try await world.defineDeclared()
            let past = #"""
                {"service":"cpaas","kind":"scheduled","from":"2026-06-09T21:00:00Z","to":"2026-06-10T00:00:00Z","title":"Work",
                 "announced_at":"2026-05-01T00:00:00Z","proof":"mail"}
                """#
            try await world.post("/v1/maintenance", past, as: world.agent, expecting: 422)
            try await world.post("/v1/maintenance", past, as: world.admin)
            try await world.post(
                "/v1/maintenance", past.replacing(",\"proof\":\"mail\"", with: ""), as: world.admin, expecting: 422)
            let both = #"{"service":"nope","kind":"x","from":"y","to":"2026-06-10T00:00:00Z","extra":1}"#
            let problem = try await world.post("/v1/maintenance", both, as: world.admin, expecting: 422).problem()
            #expect(Set(problem.errors.map(\.pointer)).isSuperset(of: ["#/kind", "#/from", "#/title", "#/extra"]))
        }
    }
}
