import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// What an incident proposes as an outage counts when somebody approves who did not declare it.
@Suite struct OutageProposalTests {
    private let path = "/v1/outages/proposals"
    private let march = "service=cpaas&month=2026-03"

    /// An incident about services, from 01:30 on 10 March; until 05:30 where it is over.
    private func incident(
        _ id: IncidentID, _ services: [ServiceState], revision: Int64, over: Bool, proposes: Bool = true
    ) -> IncidentResource {
        let from = instant("2026-03-10T01:30:00Z")
        let to = over ? instant("2026-03-10T05:30:00Z") : nil
        return IncidentResource(
            id: id, services: services.map(\.id), serviceKeys: services.map(\.key), title: "No SMS", priority: nil,
            status: over ? .resolved : .investigating, origin: .declared, published: true, countsAsDown: proposes,
            startedAt: from, declaredAt: from, resolvedAt: to,
            proposedOutage: proposes ? .init(services: services.map(\.id), from: from, to: to) : nil, declaredBy: "key_agent",
            revision: revision, updatedAt: from)
    }

    private func proposals(_ world: World, _ query: String = "") async throws -> [OutageProposal] {
        try await world.get(path + query).decode(ListPage<OutageProposal>.self).data
    }

    /// An incident that is over, and what it proposes.
    private func resolved(_ world: World) async throws -> (IncidentID, OutageProposal) {
        let service = try await world.defineDeclared()
        try await world.publish("zecto.yaml", [service])
        let id = IncidentID()
        try await world.tell(IncidentDeclared(incident: incident(id, [service], revision: 1, over: false), update: nil))
        try await world.tell(IncidentResolved(incident: incident(id, [service], revision: 2, over: true), update: nil))
        return (id, try #require(try await proposals(world).first))
    }

    @Test func whatIsApprovedIsAnOutageOfItsIncident() async throws {
        try await World.with { world in
            let (id, proposal) = try await resolved(world)
            #expect(proposal.state == .proposed && proposal.incident == id && proposal.proposedBy == "key_agent")
            #expect(try await world.statement(march).seconds.down == 0, "a proposal counts for nothing")
            let decision = #"{"decision":"approved","reason":"The NOC saw it","components":["sms"]}"#
            let approved = try await world.post(
                "\(path)/\(proposal.id)/decision", decision, as: world.approver, expecting: 200
            ).decode(OutageProposal.self)
            #expect(approved.state == .approved && approved.decidedBy == "key_approver" && approved.components == ["sms"])
            let statement = try await world.statement(march)
            #expect(statement.seconds.down == 4 * 3600 && statement.reason == "measurements" && statement.revision == 2)
            let outages = try await world.get("/v1/outages").decode(ListPage<OutageResource>.self).data
            #expect(outages.count == 2 && outages.allSatisfy { $0.incident == id && $0.sources == ["declared"] })
            #expect(Set(outages.compactMap(\.component)) == ["sms"])
            #expect(outages.contains { $0.scope == .service && $0.components == ["sms"] })
            let told = try await world.service.told().filter { $0.type == OutageOpened.type }
                .map { try $0.payload(OutageOpened.self).outage }
            #expect(told.count == 2 && told.allSatisfy { $0.incident == id })
            // Decided once, whoever asks again, and whatever is told of the incident again.
            try await world.post("\(path)/\(proposal.id)/decision", decision, as: world.admin, expecting: 409)
            let service = try #require(try await world.get("/v1/outages")["data", "0", "service"]?.text.flatMap(ServiceID.init))
            #expect(service == proposal.service)
            #expect(try await proposals(world, "?state=approved&incident=\(id)&service=cpaas") == [approved])
        }
    }

    @Test func withoutComponentsAllOfTheServiceWasDown() async throws {
        try await World.with { world in
            let (_, proposal) = try await resolved(world)
            let approved = try await world.post(
                "\(path)/\(proposal.id)/decision", #"{"decision":"approved","reason":"All of it"}"#, as: world.admin,
                expecting: 200
            ).decode(OutageProposal.self)
            #expect(approved.components == ["api", "sms", "voice", "whatsapp", "email"])
            #expect(try await world.statement(march).seconds.down == 4 * 3600)
        }
    }

    @Test func whatIsRefusedCountsForNothing() async throws {
        try await World.with { world in
            let (id, proposal) = try await resolved(world)
            try await world.post(
                "\(path)/\(proposal.id)/decision", #"{"decision":"refused","reason":"One customer's router"}"#,
                as: world.approver, expecting: 200)
            #expect(try await world.statement(march).seconds.down == 0)
            // The same event again, or a later word on the incident, does not bring it back.
            let service = try #require(try await proposals(world).first)
            let state = ServiceState(
                id: service.service, key: "cpaas", name: "cpaas", components: [], tree: .all([]), revision: 1,
                createdAt: proposal.createdAt, updatedAt: proposal.createdAt)
            try await world.tell(IncidentUpdated(incident: incident(id, [state], revision: 3, over: true), update: nil))
            #expect(try await proposals(world).map(\.state) == [.refused])
        }
    }

    @Test func whoMayDecideAndWhen() async throws {
        try await World.with { world in
            let service = try await world.defineDeclared()
            let id = IncidentID()
            try await world.tell(IncidentDeclared(incident: incident(id, [service], revision: 1, over: false), update: nil))
            let open = try #require(try await proposals(world, "?state=proposed").first)
            let decide = "\(path)/\(open.id)/decision"
            let yes = #"{"decision":"approved","reason":"r"}"#
            #expect(open.to == nil)
            try await world.post(decide, yes, as: world.admin, expecting: 409)
            try await world.tell(IncidentResolved(incident: incident(id, [service], revision: 2, over: true), update: nil))
            try await world.post(decide, yes, as: world.agent, expecting: 403)
            let declarer = Caller.of(world.tenant, .approver, principal: "key_agent")
            let own = try await world.post(decide, yes, as: declarer, expecting: 403).problem()
            #expect(own.type.hasSuffix("own-proposal"))
            for body in [
                #"{"decision":"approved","reason":"r","components":["nope"]}"#,
                #"{"decision":"refused","reason":"r","components":["sms"]}"#, #"{"decision":"approved"}"#,
            ] {
                try await world.post(decide, body, as: world.approver, expecting: 422)
            }
            let owner = Caller.of(world.tenant, .owner, customer: CustomerID())
            for target in [path, "\(path)/\(open.id)"] {
                #expect(try await world.service.send(.GET, target, as: owner).status == 403)
            }
            let other = try await world.another()
            #expect(try await world.service.send(.GET, "\(path)/\(open.id)", as: other.admin).status == 404)
            try await other.post(decide, yes, as: other.admin, expecting: 404)
            #expect(try await proposals(other).isEmpty)
        }
    }

    /// It is no unavailability after all: nothing is proposed, until it is one again. An older word comes too late.
    @Test func whatTheIncidentTakesBackIsWithdrawn() async throws {
        try await World.with { world in
            let service = try await world.defineDeclared()
            let id = IncidentID()
            func tell(_ revision: Int64, proposes: Bool) async throws {
                let now = incident(id, [service], revision: revision, over: true, proposes: proposes)
                try await world.tell(IncidentUpdated(incident: now, update: nil))
            }
            try await tell(1, proposes: true)
            try await tell(3, proposes: false)
            let withdrawn = try await proposals(world)
            #expect(withdrawn.map(\.state) == [.withdrawn])
            try await tell(2, proposes: true)
            try await tell(3, proposes: false)
            #expect(try await proposals(world) == withdrawn)
            let decide = "\(path)/\(withdrawn[0].id)/decision"
            try await world.post(decide, #"{"decision":"approved","reason":"r"}"#, as: world.approver, expecting: 409)
            try await tell(4, proposes: true)
            #expect(try await proposals(world).map(\.state) == [.proposed])
        }
    }
}
