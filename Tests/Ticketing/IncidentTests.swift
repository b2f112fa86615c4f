import Chassis
import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Ticketing

/// Incidents: declared or opened by outages, their updates and the cadence that is promised.
@Suite struct IncidentTests {
    private func with(_ body: (World) async throws -> Void) async throws {
        try await World.with("connect-engage.yaml", service: "voice", plan: "any", body)
    }

    /// S3-6c: P1 now and every 15 minutes.
    @Test func updatesComeInTheCadenceThatIsPromised() async throws {
        try await with { world in
            let start = world.clock.now
            let incident = try await world.declare(#""priority":"p1","#)
            #expect(incident.published && incident.countsAsDown && incident.status == .investigating)
            let clock = try #require(incident.clocks.first)
            #expect(clock.measure == .nextUpdate && clock.clause == "S3-6c" && clock.dueAt == start.advanced(by: 900))
            world.clock.set(start.advanced(by: 900))
            #expect(try await world.update(incident.id, "").status == 201)
            world.clock.set(start.advanced(by: 1_801))
            #expect(try await world.lookAtIncidents() == 1)
            #expect(try await world.lookAtIncidents() == 0)
            world.clock.set(start.advanced(by: 2_400))
            #expect(try await world.update(incident.id, #""status":"resolved","#).status == 201)
            #expect(
                try await world.told() == [
                    "incident.declared", "clock.started", "clock.met", "clock.started", "incident.updated", "clock.breached",
                    "incident.resolved",
                ])
            let breach = try #require(try await world.service.told().first { $0.type == ClockBreached.type })
            let late = try breach.payload(ClockBreached.self).clock
            #expect(late.verdict?.at == start.advanced(by: 1_801) && late.incident == incident.id)
            let over = try await world.incident(incident.id)
            #expect(over.status == .resolved && over.resolvedAt == world.clock.now && over.clocks.isEmpty)
            #expect(try await world.update(incident.id, #""status":"monitoring","#).status == 409)
            #expect(try await world.update(incident.id, "").status == 201, "what was learned may still be said")
        }
    }

    /// S3-6c: P3's two hours run in Business Hours; S3-6b: P4 is not published.
    @Test func reclassificationSaysWhyAndChangesTheCadence() async throws {
        try await with { world in
            world.clock.set(try at("2026-03-06T15:00:00Z"))
            let incident = try await world.declare(#""priority":"p2","#)
            #expect(try await world.update(incident.id, #""priority":"p3","#).status == 422)
            #expect(try await world.update(incident.id, #""priority":"high","reason":"r","#).status == 422)
            #expect(try await world.update(incident.id, #""priority":"p3","reason":"most calls work","#).status == 201)
            let after = try await world.incident(incident.id)
            #expect(after.clocks.first?.dueAt?.description == "2026-03-09T08:30:00Z", "an hour on Friday, an hour on Monday")
            #expect(!after.countsAsDown && after.proposedOutage == nil)
            let event = try #require(try await world.service.told().last)
            #expect(try event.payload(IncidentReclassified.self).from == "p2")
            #expect(try await world.list(as: world.member).map(\.id) == [incident.id])
            #expect(try await world.update(incident.id, #""priority":"p4","reason":"one user","#).status == 201)
            #expect(try await world.list(as: world.member).isEmpty)
            #expect(try await world.service.send(.GET, "/v1/incidents/\(incident.id)", as: world.member).status == 404)
            #expect(try await world.list(as: world.agent).count == 1)
        }
    }

    @Test func whatPeopleSawIsProposedAsAnOutage() async throws {
        try await with { world in
            let began = world.clock.now.advanced(by: -600)
            let incident = try await world.declare(#""priority":"p1","started_at":"\#(began)","#)
            #expect(incident.proposedOutage == .init(services: [world.product], from: began, to: nil))
            world.clock.advance(by: 600)
            let over = world.clock.now.advanced(by: -60)
            let early = #""status":"resolved","resolved_at":"\#(began.advanced(by: -1))","#
            #expect(try await world.update(incident.id, early).status == 422)
            #expect(try await world.update(incident.id, #""status":"resolved","resolved_at":"\#(over)","#).status == 201)
            let event = try #require(try await world.service.told().last { $0.type == IncidentResolved.type })
            let told = try event.payload(IncidentResolved.self)
            #expect(told.incident.proposedOutage == .init(services: [world.product], from: began, to: over))
            #expect(told.incident.resolvedAt == over && told.update?.createdAt == world.clock.now)
        }
    }

    /// What was approved as an outage belongs to the incident that proposed it, also when that is over, and opens no other.
    @Test func anApprovedOutageOpensNoIncidentOfItsOwn() async throws {
        try await with { world in
            let began = world.clock.now.advanced(by: -600)
            let incident = try await world.declare(#""priority":"p1","started_at":"\#(began)","#)
            #expect(try await world.update(incident.id, #""status":"resolved","#).status == 201)
            let before = try await world.incident(incident.id)
            let outage = OutageID()
            for _ in 0..<2 { try await world.outage(outage, from: began, to: world.clock.now, incident: incident.id) }
            try await world.outage(outage, from: began, to: world.clock.now, withdrawn: true)
            #expect(try await world.list(as: world.agent) == [before])
            // Another tenant's incident is none of this one's.
            let other = try await world.another(try World.demo("connect-engage.yaml"), service: "voice")
            try await other.outage(OutageID(), from: began, incident: incident.id)
            #expect(try await other.list(as: other.agent).map(\.origin) == [.outage])
            #expect(try await world.incident(incident.id) == before)
        }
    }

    @Test func aSeriesOfOutagesIsOneIncident() async throws {
        try await with { world in
            let start = world.clock.now
            let first = OutageID()
            try await world.outage(first, from: start)
            try await world.outage(first, from: start)
            let incident = try #require(try await world.list(as: world.agent).first)
            #expect(incident.origin == .outage && incident.priority == "p2" && incident.outages.map(\.id) == [first])
            #expect(incident.declaredBy == "system" && incident.proposedOutage == nil && incident.revision == 1)
            world.clock.advance(by: 60)
            try await world.outage(first, from: start, to: start.advanced(by: 30))
            #expect(try await world.incident(incident.id).status == .monitoring)
            let second = OutageID()
            world.clock.advance(by: 600)
            try await world.outage(second, from: world.clock.now)
            #expect(try await world.incident(incident.id).status == .investigating)
            let end = world.clock.now.advanced(by: 10)
            world.clock.set(end)
            try await world.outage(second, from: end.advanced(by: -10), to: end)
            world.clock.set(end.advanced(by: 1_799))
            try await world.lookAtIncidents()
            #expect(try await world.incident(incident.id).status == .monitoring)
            world.clock.set(end.advanced(by: 1_800))
            try await world.lookAtIncidents()
            let over = try await world.incident(incident.id)
            #expect(over.status == .resolved && over.resolvedAt == end && over.outages.count == 2)
            // The next one is another incident.
            try await world.outage(OutageID(), from: world.clock.now)
            #expect(try await world.list(as: world.agent).count == 2)
            #expect(try await world.told().filter { $0 == "incident.declared" }.count == 2)
        }
    }

    @Test func correctionsAndHistory() async throws {
        try await with { world in
            let now = world.clock.now
            try await world.outage(OutageID(), from: now.advanced(by: -200_000), to: now.advanced(by: -100_000))
            try await world.outage(OutageID(), from: now, component: "api")
            #expect(try await world.list(as: world.agent).isEmpty, "history that comes in late, and a component by itself")
            let outage = OutageID()
            try await world.outage(outage, from: now)
            let incident = try #require(try await world.list(as: world.agent).first)
            #expect(try await world.update(incident.id, #""status":"resolved","#).status == 409, "it goes on")
            try await world.outage(outage, from: now, withdrawn: true)
            let after = try await world.incident(incident.id)
            #expect(after.outages.isEmpty && after.status == .monitoring)
            world.clock.advance(by: 1_800)
            try await world.lookAtIncidents()
            #expect(try await world.incident(incident.id).status == .resolved)
        }
    }

    @Test func whatIsWrongAndWhoMay() async throws {
        try await with { world in
            let other = try await world.another()
            for (more, pointer) in [
                (#""services":["none"],"#, "#/services/0"), (#""services":["\#(other.product)"],"#, "#/services/0"),
                (#""services":["voice"],"priority":"high","#, "#/priority"), (#""services":[],"#, "#/services"),
            ] {
                let answer = try await world.service.send(
                    .POST, "/v1/incidents", as: world.agent, json: #"{\#(more)"title":"t","text":"t"}"#)
                #expect(answer.status == 422)
                #expect(try answer.problem().errors.map(\.pointer) == [pointer])
            }
            let incident = try await world.declare("")
            #expect(incident.priority == nil && incident.clocks.isEmpty && !incident.countsAsDown)
            #expect(try await world.update(incident.id, "", as: world.member).status == 403)
            #expect(try await world.update(incident.id, "", as: other.agent).status == 404)
            let updates = try await world.service.send(.GET, "/v1/incidents/\(incident.id)/updates", as: world.member)
            #expect(try updates.decode(ListPage<IncidentUpdateResource>.self).data.map(\.text) == ["We look."])
        }
    }
}

extension World {
    /// Declares an incident about the service.
    func declare(_ more: String) async throws -> IncidentResource {
        let json = #"{"services":["voice"],\#(more)"title":"Calls fail","text":"We look."}"#
        let answer = try await service.send(.POST, "/v1/incidents", as: agent, json: json)
        try #require(answer.status == 201, "\(answer.text)")
        return try answer.decode()
    }

    /// Says something about an incident.
    func update(_ incident: IncidentID, _ more: String, as caller: Caller? = nil) async throws -> Answer {
        try await service.send(
            .POST, "/v1/incidents/\(incident)/updates", as: caller ?? agent, json: #"{\#(more)"text":"Still looking."}"#)
    }

    /// An incident as it stands.
    func incident(_ id: IncidentID) async throws -> IncidentResource {
        let answer = try await service.send(.GET, "/v1/incidents/\(id)", as: agent)
        try #require(answer.status == 200, "\(answer.text)")
        return try answer.decode()
    }

    /// All incidents that somebody sees.
    func list(as caller: Caller) async throws -> [IncidentResource] {
        let answer = try await service.send(.GET, "/v1/incidents", as: caller)
        try #require(answer.status == 200, "\(answer.text)")
        return try answer.decode(ListPage<IncidentResource>.self).data
    }

    /// An outage of the service is measured, ends, or is taken back.
    func outage(
        _ id: OutageID, from: Instant, to: Instant? = nil, component: String? = nil, withdrawn: Bool = false,
        incident: IncidentID? = nil
    ) async throws {
        let outage = OutageResource(
            id: id, service: product, serviceKey: "voice", component: component, startedAt: from, endedAt: to,
            state: withdrawn ? .withdrawn : to == nil ? .open : .closed, sources: ["probe"], incident: incident,
            components: ["trunk-a"], version: 1, createdAt: from, updatedAt: clock.now)
        if withdrawn {
            try await hear(OutageCorrected(outage: outage), from: .availability)
        } else if to == nil {
            try await hear(OutageOpened(outage: outage), from: .availability)
        } else {
            try await hear(OutageClosed(outage: outage), from: .availability)
        }
    }

    /// Looks at the incidents that are due, as the background does.
    @discardableResult
    func lookAtIncidents() async throws -> Int {
        let desk = IncidentDesk(chassis: service.chassis, documents: DocumentCache(), wake: Wake())
        return try await IncidentDeadlines(desk: desk).work(at: clock.now, limit: 64)
    }
}
