import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Ticketing

/// Clocks through the API: when they are due, how they are judged, and what makes a verdict stand no more.
@Suite struct ClockTests {
    /// Worked example 8: S3 High, opened Friday 27 March 2026 16:30 in Amsterdam, across the change of the clocks.
    @Test func responseIsDueOnMondayMorning() async throws {
        try await World.with("connect-engage.yaml", service: "voice", plan: "any") { world in
            world.clock.set(try at("2026-03-27T15:30:00Z"))
            let ticket = try await world.ticket(priority: "high")
            let clock = try #require(try await world.clocks(ticket.id, as: world.member)[.firstResponse])
            #expect(clock.dueAt?.description == "2026-03-30T07:00:00Z")
            #expect(clock.clause == "S3-5b" && clock.strength == .guarantee && clock.targetSeconds == 3600)
            world.clock.set(try at("2026-03-30T07:00:00Z"))
            try await world.say(ticket.id, as: world.agent)
            let met = try #require(try await world.clocks(ticket.id)[.firstResponse])
            #expect(met.state == .met && met.verdict?.at == met.dueAt && met.verdict?.version == 1)
        }
    }

    @Test func aVerdictIsThatOfTheEventsWhoeverLooksAndWhenever() async throws {
        try await World.with { world in
            // Sunday, 5:00 in Karachi: four hours of Monday.
            let ticket = try await world.ticket(priority: "high")
            #expect(try await world.clocks(ticket.id)[.firstResponse]?.dueAt?.description == "2026-03-02T08:00:00Z")
            // Nobody looked for days; the answer itself says that it was late, and since when.
            world.clock.set(try at("2026-03-05T05:00:00Z"))
            try await world.say(ticket.id, as: world.agent)
            let late = try #require(try await world.clocks(ticket.id)[.firstResponse])
            #expect(late.state == .breached && late.verdict?.outcome == .breached)
            #expect(late.verdict?.at.description == "2026-03-02T08:00:01Z" && late.verdict?.clause == "S2-4.1a")
            #expect(try await world.look() == 0, "there is nothing left to look at")
            #expect(try await world.told().filter { $0.hasPrefix("clock.") } == ["clock.started", "clock.breached"])
            #expect(late.history?.count == 1)
        }
    }

    @Test func whoLooksWarnsAndThenSaysThatItIsLate() async throws {
        try await World.with { world in
            let ticket = try await world.ticket(priority: "high")
            world.clock.set(try at("2026-03-02T07:11:59Z"))
            #expect(try await world.look() == 0)
            world.clock.set(try at("2026-03-02T07:12:00Z"))
            #expect(try await world.look() == 1)
            #expect(try await world.look() == 0)
            world.clock.set(try at("2026-03-02T08:00:00Z"))
            #expect(try await world.look() == 0, "what happens now is still in time")
            world.clock.set(try at("2026-03-02T09:30:00Z"))
            #expect(try await world.look() == 1)
            #expect(
                try await world.told().filter { $0.hasPrefix("clock.") } == ["clock.started", "clock.warning", "clock.breached"])
            let told = try await world.service.told()
            let warning = try #require(told.first { $0.type == ClockWarning.type }).payload(ClockWarning.self)
            #expect(warning.thresholdSeconds == 11_520 && warning.clock.remainingSeconds == 2_880)
            let breach = try #require(told.first { $0.type == ClockBreached.type }).payload(ClockBreached.self)
            #expect(breach.clock.verdict?.at.description == "2026-03-02T08:00:01Z" && breach.clock.ticket == ticket.id)
        }
    }

    @Test func ofManyWhoLookAtOnceOneTells() async throws {
        try await World.with { world in
            for _ in 0..<6 { _ = try await world.ticket(priority: "critical") }
            world.clock.set(try at("2026-03-03T00:00:00Z"))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { try await world.look() } }
                try await group.waitForAll()
            }
            try await world.look()
            #expect(try await world.told().filter { $0 == "clock.breached" }.count == 6)
        }
    }

    @Test func theBackgroundLooksWhenSomethingIsDue() async throws {
        try await World.with(background: true) { world in
            let ticket = try await world.ticket(priority: "critical")
            world.clock.set(try at("2026-03-02T06:00:01Z"))
            let clock = try await eventually("the breach") {
                try await world.told().contains("clock.breached") ? try await world.clocks(ticket.id)[.firstResponse] : nil
            }
            #expect(clock.verdict?.at.description == "2026-03-02T06:00:01Z")
        }
    }

    @Test func resolutionPausesForTheCustomerAndIsTakenUpAgain() async throws {
        try await World.with("infopromo.yaml", service: "communications") { world in
            let start = world.clock.now
            let ticket = try await world.ticket(priority: "level-1")
            world.clock.set(start.advanced(by: 3_600))
            try await world.move(ticket.id, to: "waiting_on_customer")
            world.clock.set(start.advanced(by: 10 * 86_400))
            let paused = try #require(try await world.clocks(ticket.id)[.resolution])
            #expect(paused.state == .paused && paused.elapsedSeconds == 3_600 && paused.dueAt == nil)
            #expect(try await world.clocks(ticket.id)[.acknowledgement]?.state == .breached, "that one never pauses")
            try await world.say(ticket.id, as: world.member)
            try await world.move(ticket.id, to: "resolved")
            let met = try #require(try await world.clocks(ticket.id)[.resolution])
            #expect(met.state == .met && met.verdict?.elapsedSeconds == 3_600 && met.strength == .target && met.clause == "S1-6")
            try await world.move(ticket.id, to: "open", as: world.member)
            let again = try #require(try await world.clocks(ticket.id)[.resolution])
            #expect(again.state == .running && again.verdict == nil)
            #expect(again.history?.map(\.restated) == [nil, .reopened] && again.history?.last?.verdict == met.verdict)
            let restated = try #require(try await world.service.told().last { $0.type == ClockRestated.type })
            #expect(try restated.payload(ClockRestated.self).was == met.verdict)
        }
    }

    @Test func acknowledgingIsTakingOn() async throws {
        try await World.with("infopromo.yaml", service: "communications") { world in
            let start = world.clock.now
            let ticket = try await world.ticket(priority: "level-2")
            world.clock.set(start.advanced(by: 900))
            try await world.say(ticket.id, as: world.agent, more: #""automatic":true,"#)
            #expect(try await world.clocks(ticket.id)[.acknowledgement]?.state == .running, "a machine answers nobody")
            #expect(try await world.look() == 1, "the aim of 15 minutes is over")
            world.clock.set(start.advanced(by: 1_800))
            try await world.move(ticket.id, to: "open")
            let clock = try #require(try await world.clocks(ticket.id)[.acknowledgement])
            #expect(clock.state == .met && clock.verdict?.clause == "S1-4" && clock.aimSeconds == 900)
        }
    }

    /// S1-5: level 3 is to be resolved sooner than level 2. A ticket that goes down may be late at once.
    @Test func aReclassificationIsShownBeforeItBreaches() async throws {
        try await World.with("infopromo.yaml", service: "communications") { world in
            let start = world.clock.now
            let ticket = try await world.ticket(priority: "level-2")
            try await world.move(ticket.id, to: "open")
            world.clock.set(start.advanced(by: 20 * 3_600))
            let path = "/v1/tickets/\(ticket.id)/priority"
            let preview = try await world.service.send(.GET, "\(path)?to=level-3", as: world.agent).decode(PriorityPreview.self)
            let (now, then) = (preview.clocks.last, preview.then?.last)
            #expect(now?.dueAt == start.advanced(by: 72 * 3_600) && now?.state == .running)
            #expect(then?.dueAt == start.advanced(by: 12 * 3_600) && then?.state == .breached)
            let refused = try await world.classify(ticket.id, "level-3")
            #expect(refused.status == 409 && refused.text.contains("S1-7"))
            #expect(try refused.problem().slug == "breach-ahead")
            #expect(try await world.clocks(ticket.id)[.resolution]?.priority == "level-2", "nothing happened")
            #expect(try await world.classify(ticket.id, "level-3", more: #""confirmed":true,"#).status == 200)
            let late = try #require(try await world.clocks(ticket.id)[.resolution])
            #expect(late.verdict?.outcome == .breached && late.verdict?.at == world.clock.now && late.verdict?.clause == "S1-5")
            #expect(late.history?.map(\.restated) == [.reclassified, nil])
            let acknowledged = try #require(try await world.clocks(ticket.id)[.acknowledgement])
            #expect(acknowledged.state == .met && acknowledged.verdict?.clause == "S1-5")
            #expect(
                acknowledged.history?.compactMap(\.verdict?.clause) == ["S1-4", "S1-4", "S1-5"], "the old verdict stays on record"
            )
            // Back again: what was stamped stays, what stands is what the level that holds now says.
            #expect(try await world.classify(ticket.id, "level-2").status == 200)
            #expect(try await world.clocks(ticket.id)[.resolution]?.state == .running)
        }
    }

    /// S3-4: whether somebody may ask comes first, and no clock starts for anybody else.
    @Test func clocksRunForThoseWhoMayAsk() async throws {
        try await World.with("connect-engage.yaml", service: "voice", plan: "any") { world in
            let nobody = try await world.ticket(as: world.agent)
            #expect(nobody.terms?.withoutClocks == .notAuthorised && nobody.terms?.clause == "S3-4")
            #expect(try await world.clocks(nobody.id).isEmpty)
            let somebody = try await world.ticket(as: world.agent, more: #""requester":"\#(world.ayesha)","#)
            #expect(try await world.clocks(somebody.id).count == 1)
        }
    }
}
