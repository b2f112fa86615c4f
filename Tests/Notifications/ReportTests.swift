import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Messaging
@testable import Notifications

/// What customers are told of statements, tickets, incidents, claims and credits.
@Suite(.timeLimit(.minutes(5))) struct ReportTests {
    /// An event as its producer spells it.
    private func event(_ type: String, of tenant: TenantID, _ data: String) throws -> EventEnvelope {
        let producer = type.split(separator: ".")[1]
        let json = #"""
            {"specversion":"1.0","id":"\#(EventID())","source":"/pledge/\#(producer)","type":"\#(type)","subject":"ref_1",
             "time":"2026-03-01T00:00:00Z","tenantid":"\#(tenant)","datacontenttype":"application/json","data":\#(data)}
            """#
        return try EventEnvelope(json: Data(json.utf8))
    }

    private func claim(_ customer: CustomerID) -> String {
        #"""
        {"claim":{"customer":"\#(customer)","title":"Uptime","clause":"S2-5.2","more":1,
         "window":{"label":"2026-02","from":"2026-02-01T00:00:00Z","to":"2026-03-01T00:00:00Z"},
         "decision":{"decision":"approved","reason":"as measured","clauses":["S2-5.2","S2-5.4"]}}}
        """#
    }

    @Test func aDecisionReachesTheCustomerWithItsClauses() async throws {
        try await World.with { world in
            let member = try await world.member("a@a.example")
            _ = try await world.member("b@b.example", of: world.b)
            try await world.prefer(member, #"{"language":"nl"}"#)
            try await world.hear(try event("pledge.claims.claim.decided.v1", of: world.tenant, claim(world.a)))
            let told = try await world.deliveries()
            #expect(told.map(\.member) == [member] && told[0].topic == "claims")
            #expect(told[0].subject == "Besluit over uw claim: Uptime")
            let text = try #require(told[0].text)
            for line in ["Periode: 2026-02", "Besluit: approved", "Bepalingen: S2-5.2, S2-5.4", "Kenmerk: ref_1"] {
                #expect(text.contains(line), "\(text)")
            }
        }
    }

    @Test func whatIsSaidInsideStaysInside() async throws {
        try await World.with { world in
            _ = try await world.member("a@a.example")
            func reply(_ audience: String) throws -> EventEnvelope {
                try event(
                    "pledge.ticketing.ticket.replied.v1", of: world.tenant,
                    #"{"ticket":{"customer":"\#(world.a)","subject":"No sound","status":"open"},"message":{"audience":"\#(audience)"}}"#
                )
            }
            try await world.hear(try reply("internal"))
            #expect(try await world.deliveries().isEmpty)
            try await world.hear(try reply("public"))
            #expect(try await world.deliveries().map(\.subject) == ["Reply to your ticket: No sound"])
        }
    }

    @Test func anIncidentIsToldToWhoeverSubscribesToOneOfItsServicesWhereItIsPublished() async throws {
        try await World.with { world in
            let member = try await world.member("a@a.example")
            _ = try await world.member("b@b.example", of: world.b)
            try await world.subscribe()
            func incident(_ happened: String, published: Bool = true, saying text: String? = "A carrier is down.") throws
                -> EventEnvelope
            {
                let now = world.service.clock.now
                let clock = ClockResource(
                    ticket: nil, incident: IncidentID(), customer: nil, measure: .nextUpdate, priority: "p2", state: .running,
                    clause: "S3-6c", strength: .guarantee, agreement: world.agreement, version: 1, calendar: nil,
                    targetSeconds: 1800, aimSeconds: nil, elapsedSeconds: 0, startedAt: now, dueAt: now, verdict: nil)
                let incident = IncidentResource(
                    id: IncidentID(), services: [ServiceID(), World.service], serviceKeys: ["other", "cpaas"],
                    title: "No calls", priority: "p2", status: .investigating, origin: .outage, published: published,
                    countsAsDown: true, startedAt: now, declaredAt: now, clocks: [clock], declaredBy: "system", revision: 1,
                    updatedAt: now)
                let update = text.map {
                    IncidentUpdateResource(
                        id: IncidentUpdateID(), incident: incident.id, status: .investigating, priority: "p2", text: $0,
                        reason: nil, author: "system", createdAt: now)
                }
                let payload: any EventPayload =
                    happened == "declared"
                    ? IncidentDeclared(incident: incident, update: update) : IncidentUpdated(incident: incident, update: update)
                return try EventEnvelope(
                    payload, tenant: world.tenant, subject: incident.id.description, source: .ticketing, time: now)
            }
            try await world.hear(try incident("declared", published: false))
            // An outage more in the series is nothing that anybody said.
            try await world.hear(try incident("updated", saying: nil))
            #expect(try await world.deliveries().isEmpty)
            try await world.hear(try incident("declared"))
            let told = try await world.deliveries()
            #expect(told.map(\.member) == [member] && told[0].subject == "Incident: No calls")
            let text = try #require(told[0].text)
            for line in ["Update: A carrier is down.", "Status: investigating", "Clauses: S3-6c"] {
                #expect(text.contains(line), "\(text)")
            }
        }
    }

    @Test func oldStatementsAreNoNews() async throws {
        try await World.with { world in
            _ = try await world.member("a@a.example")
            func statement(_ month: String, to: String) throws -> EventEnvelope {
                try event(
                    "pledge.availability.statement.final.v1", of: world.tenant,
                    #"""
                    {"statement":{"customer":"\#(world.a)","service":"\#(World.service)","title":"Uptime","clause":"S2-2.1",
                     "target":"99.9","availability_percent":"99.46","verdict":"missed",
                     "window":{"label":"\#(month)","to":"\#(to)"}}}
                    """#)
            }
            try await world.hear(try statement("2025-11", to: "2025-12-01T00:00:00Z"))
            #expect(try await world.deliveries().isEmpty)
            try await world.hear(try statement("2026-01", to: "2026-02-01T00:00:00Z"))
            let text = try #require(try await world.deliveries().first?.text)
            for line in ["Availability: 99.46 %", "Target: 99.9 %", "Verdict: missed", "Clause: S2-2.1"] {
                #expect(text.contains(line), "\(text)")
            }
        }
    }

    /// An agreement has a dozen of them: what was kept is nobody's mail.
    @Test func ofObjectivesWhatWasMissedIsToldWithItsFigures() async throws {
        try await World.with { world in
            _ = try await world.member("a@a.example")
            func objective(_ happened: String, _ verdict: String, _ state: String = "final") throws -> EventEnvelope {
                try event(
                    "pledge.availability.objective.\(happened).v1", of: world.tenant,
                    #"""
                    {"objective":{"customer":"\#(world.a)","service":"\#(World.service)","title":"SMS are delivered",
                     "state":"\#(state)","clause":"S2-3.1","promise":"at least 99.9 % of messages delivered",
                     "verdict":"\#(verdict)","coverage_percent":"97.5",
                     "findings":[{"population":20010,"low":"99.63","high":"99.63","unit":"%","verdict":"\#(verdict)"}],
                     "window":{"label":"2026-01","to":"2026-02-01T00:00:00Z"}}}
                    """#)
            }
            try await world.hear(try objective("final", "met"))
            try await world.hear(try objective("final", "not_measurable"))
            try await world.hear(try objective("restated", "missed", "provisional"))
            #expect(try await world.deliveries().isEmpty)
            try await world.hear(try objective("final", "missed"))
            let told = try await world.deliveries()
            #expect(told.map(\.subject) == ["Objective missed: SMS are delivered"] && told.first?.topic == "statements")
            let text = try #require(told.first?.text)
            for line in [
                "Window: 2026-01", "Promise: at least 99.9 % of messages delivered", "Measured: 99.63 %", "Coverage: 97.5 %",
                "Verdict: missed", "Clause: S2-3.1",
            ] {
                #expect(text.contains(line), "\(text)")
            }
            try await world.hear(try objective("restated", "met"))
            #expect(try await world.deliveries().count == 2)
        }
    }

    /// Warnings are for those who can still do something: the tenant's systems hear of budgets, its customers do not.
    @Test func budgetsAreForTheTenantsOwnPeople() async throws {
        try await World.with { world in
            _ = try await world.member("a@a.example")
            try await world.subscribe()
            _ = try await world.webhook("https://a.example/", types: ["pledge.availability.budget.*"])
            _ = try await world.webhook("https://b.example/", types: ["pledge.availability.commitment.*"])
            for type in ["budget.threshold_crossed", "budget.recovered", "commitment.breach_certain"] {
                let data = #"{"budget":{"customer":"\#(world.a)","service":"\#(World.service)","title":"Uptime"}}"#
                try await world.hear(try event("pledge.availability.\(type).v1", of: world.tenant, data))
            }
            let told = try await world.deliveries()
            #expect(told.allSatisfy { $0.channel == .webhook })
            #expect(
                told.map(\.eventType).sorted() == [
                    "pledge.availability.budget.recovered.v1", "pledge.availability.budget.threshold_crossed.v1",
                    "pledge.availability.commitment.breach_certain.v1",
                ])
        }
    }
}
