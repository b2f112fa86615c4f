import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// Whoever announces or changes maintenance hears what agreements would not forgive, before it begins; what they do forgive is
/// not mentioned. Zecto: 48 hours of notice (S2-2.4a), one hour of emergencies a month (S2-2.4b), 99.9 % (S2-2.1).
@Suite struct MaintenanceWarningTests {
    /// What is answered, without the maintenance.
    private struct Answered: Decodable {
        let id: MaintenanceID
        let warnings: [MaintenanceWarning]
    }

    private func announce(
        _ world: World, _ kind: String, _ from: String, _ to: String, components: String? = nil
    ) async throws -> (answer: Answer, warnings: [MaintenanceWarning]) {
        let parts = components.map { #","components":["\#($0)"]"# } ?? ""
        let answer = try await world.post(
            "/v1/maintenance",
            #"{"service":"cpaas","kind":"\#(kind)","from":"\#(from)","to":"\#(to)","title":"Work"\#(parts)}"#, as: world.agent)
        return (answer, try answer.decode(Answered.self).warnings)
    }

    private func told(_ world: World) async throws -> [MaintenanceWarned] {
        try await world.service.told().filter { $0.type == MaintenanceWarned.type }.map { try $0.payload(MaintenanceWarned.self) }
    }

    @Test func noticeThatIsTooShortIsSaidAtOnce() async throws {
        try await Contracted.with { scene in
            try await scene.publish()
            try await scene.customer(scene.contract(CustomerID()))
            try await scene.move(to: "2026-03-08T21:00:00Z")
            let (answer, warnings) = try await announce(
                scene.world, "scheduled", "2026-03-09T21:00:00Z", "2026-03-10T00:00:00Z")
            let warning = try #require(warnings.first)
            #expect(warnings.count == 1)
            #expect(warning.agreement == scene.agreement && warning.agreementVersion == 1 && warning.clause == "S2-2.1")
            #expect(warning.window.label == "2026-03" && warning.notExcludedSeconds == 10_800 && warning.breaksPromise)
            let why = try #require(warning.qualifications.first)
            #expect(why.clause == "S2-2.4a" && why.reason == .shortNotice && why.outcome == .refused)
            #expect(why.noticeSeconds == 86_400 && why.requiredNoticeSeconds == 172_800)
            let events = try await told(scene.world)
            let id = try answer.decode(Answered.self).id
            #expect(events.map(\.warnings) == [warnings] && events.first?.maintenance.id == id)
            // It is what becomes of it.
            try await scene.move(to: "2026-04-01T00:00:00Z")
            try await scene.world.measure([scene.world.outage("n", "api", "2026-03-09T21:00:00Z", "2026-03-10T00:00:00Z")])
            let statement = try await scene.world.statement("service=cpaas&month=2026-03")
            #expect(statement.seconds.countedDown == warning.notExcludedSeconds && statement.verdict == .missed)
            #expect(statement.budget == warning.budget)
        }
    }

    /// Notice that can still be given in time is none that is missing.
    @Test func whatIsAnnouncedInTimeIsNotMentioned() async throws {
        try await Contracted.with { scene in
            try await scene.publish()
            try await scene.customer(scene.contract(CustomerID()))
            try await scene.move(to: "2026-03-07T21:00:00Z")
            let (_, warnings) = try await announce(scene.world, "scheduled", "2026-03-09T21:00:00Z", "2026-03-10T00:00:00Z")
            #expect(warnings.isEmpty)
            #expect(try await told(scene.world).isEmpty)
        }
    }

    @Test func whatIsUsedAndPlannedCountsAgainstTheAllowance() async throws {
        try await Contracted.with { scene in
            let world = scene.world
            try await scene.publish()
            try await scene.move(to: "2026-03-05T00:00:00Z")
            // Twenty minutes are used, and twenty more planned.
            #expect(try await announce(world, "emergency", "2026-03-05T00:00:00Z", "2026-03-05T00:20:00Z").warnings.isEmpty)
            world.service.clock.set(instant("2026-03-05T00:20:00Z"))
            try await world.measure([world.outage("used", "api", "2026-03-05T00:00:00Z", "2026-03-05T00:20:00Z")])
            try await scene.move(to: "2026-03-06T00:00:00Z")
            _ = try await world.get("/v1/outages")
            #expect(try await announce(world, "emergency", "2026-03-20T00:00:00Z", "2026-03-20T00:20:00Z").warnings.isEmpty)
            // Half an hour before that: ten minutes are left for the later one, which was promised twenty.
            let (_, before) = try await announce(world, "emergency", "2026-03-10T00:00:00Z", "2026-03-10T00:30:00Z")
            let warning = try #require(before.first)
            #expect(warning.notExcludedSeconds == 600 && !warning.breaksPromise)
            #expect(warning.qualifications.map(\.reason) == [.capReached])
            #expect(warning.qualifications.map(\.clause) == ["S2-2.4b"])
            // Nothing is left: all of another hour counts, and the promise breaks.
            let (_, last) = try await announce(world, "emergency", "2026-03-25T00:00:00Z", "2026-03-25T01:00:00Z")
            #expect(last.map(\.notExcludedSeconds) == [3_600] && last.allSatisfy(\.breaksPromise))
            // Next month has an hour of its own.
            #expect(try await announce(world, "emergency", "2026-04-05T00:00:00Z", "2026-04-05T01:00:00Z").warnings.isEmpty)
        }
    }

    @Test func whatLiesOutsideBindingHoursIsSaid() async throws {
        try await Contracted.with { scene in
            try await scene.publish {
                $0.replacing(
                    #"usual_hours: ["02:00", "05:00"]"#,
                    with: #"hours: {between: ["02:00", "05:00"], in: agreement, strength: guarantee}"#)
            }
            try await scene.move(to: "2026-03-01T00:00:00Z")
            // 01:30 to 05:10 in Karachi: forty minutes of it are not the hours of S2-2.4a.
            let (_, warnings) = try await announce(
                scene.world, "scheduled", "2026-03-09T20:30:00Z", "2026-03-10T00:10:00Z")
            #expect(warnings.map(\.notExcludedSeconds) == [2_400])
            #expect(warnings.first?.qualifications.map(\.reason) == [.outsideHours])
        }
    }

    /// A part that nobody misses costs nothing, however short the notice is.
    @Test func whatTakesNothingDownIsNotMentioned() async throws {
        try await World.with(at: "2026-03-08T21:00:00Z") { world in
            let keys = ["one", "two"]
            let service = try await world.define(
                "cpaas", keys.map { ComponentState(key: $0, name: nil, source: .declared) }, .any(keys.map { .component($0) }))
            try await world.publish("zecto.yaml", [service])
            let one = try await announce(world, "scheduled", "2026-03-09T21:00:00Z", "2026-03-10T00:00:00Z", components: "one")
            #expect(one.warnings.isEmpty)
            // The other one at the same time, and the service is down.
            let other = try await announce(world, "scheduled", "2026-03-09T22:00:00Z", "2026-03-10T01:00:00Z", components: "two")
            #expect(other.warnings.map(\.notExcludedSeconds) == [7_200])
        }
    }

    /// Time that is added late has no notice, and what goes on past the end has none at all: both count.
    @Test func extensionsAndOverrunsCount() async throws {
        try await Contracted.with { scene in
            let world = scene.world
            try await scene.publish()
            try await scene.move(to: "2026-03-01T00:00:00Z")
            let (made, none) = try await announce(world, "scheduled", "2026-03-09T21:00:00Z", "2026-03-10T00:00:00Z")
            #expect(none.isEmpty)
            let id = try made.decode(Answered.self).id
            world.service.clock.set(instant("2026-03-09T23:00:00Z"))
            let etag = try await world.get("/v1/maintenance/\(id)").headers["etag"]
            let longer = try await world.service.send(
                .PUT, "/v1/maintenance/\(id)", as: world.agent,
                json: #"{"from":"2026-03-09T21:00:00Z","to":"2026-03-10T00:10:00Z","title":"Work, longer"}"#, ifMatch: etag)
            try #require(longer.status == 200, "\(longer.text)")
            let warning = try #require(try longer.decode(Answered.self).warnings.first)
            #expect(warning.notExcludedSeconds == 600 && !warning.breaksPromise)
            #expect(warning.qualifications.map(\.noticeSeconds) == [3_600])
            world.service.clock.set(instant("2026-03-10T00:30:00Z"))
            try await world.measure([world.outage("n", "api", "2026-03-09T21:00:00Z", "2026-03-10T00:25:00Z")])
            try await scene.move(to: "2026-04-01T00:00:00Z")
            let statement = try await world.statement("service=cpaas&month=2026-03")
            #expect(statement.seconds.excluded == 3 * 3_600, "the announced time")
            #expect(statement.seconds.countedDown == 600 + 900, "ten minutes that were added, and fifteen of overrun")
        }
    }
}
