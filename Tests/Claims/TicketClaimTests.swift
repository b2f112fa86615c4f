import Chassis
import Contracts
import Foundation
import Hosting
import Messaging
import Postgres
import Terms
import TestSupport
import Testing

@testable import Claims

/// Claims that come of tickets.
@Suite struct TicketClaimTests {
    private func open(_ world: World, _ customer: CustomerID, service: ServiceID?, at: String) async throws -> TicketID {
        let ticket = TicketResource(
            id: TicketID(), customer: customer, service: service, serviceKey: service.map { _ in "cpaas" }, subject: "No SMS",
            status: .new, priority: nil, proposedPriority: nil, channel: nil, requester: nil, assignee: nil, details: [],
            missingDetails: [], terms: nil, openedBy: "key_member", openedAt: instant(at), revision: 1, updatedAt: instant(at))
        let message = TicketMessageResource(
            id: MessageID(), ticket: ticket.id, audience: .everybody, party: .customer, author: "key_member", automatic: false,
            text: "None is delivered.", createdAt: instant(at))
        try await world.hear(TicketOpened(ticket: ticket, message: message), from: .ticketing)
        return ticket.id
    }

    @Test func theTicketIsTheCaseThatWasOpened() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let (_, statement) = try await world.april()
            let ticket = try await open(world, world.a, service: world.sold, at: "2026-04-10T01:00:00Z")
            let named = #", "ticket": "\#(ticket)""#
            let claim = try await world.submit(statement.id, more: named + World.times).decode(ClaimResource.self)
            #expect(claim.ticket == ticket && claim.facts.caseOpenedAt == instant("2026-04-10T01:00:00Z"))
            #expect(claim.receivedAt == instant("2026-05-03T00:00:00Z"), "the ticket is not the claim")
            #expect(try await world.claims("?ticket=\(ticket)", as: world.member()).map(\.id) == [claim.id])
            #expect(try await world.claims("?ticket=\(TicketID())").isEmpty)
            #expect(try await world.send(.GET, "/v1/claims?ticket=clm_1").status == 400)
            // It stays with the claim.
            #expect(try await world.decide(claim.id).decode(ClaimResource.self).ticket == ticket)
        }
    }

    @Test func anotherTimeMayBeNamed() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let (_, statement) = try await world.april()
            let ticket = try await open(world, world.a, service: nil, at: "2026-04-10T01:00:00Z")
            let named = #", "ticket": "\#(ticket)", "case_opened_at": "2026-04-10T00:30:00Z""#
            let claim = try await world.submit(statement.id, more: named).decode(ClaimResource.self)
            #expect(claim.ticket == ticket && claim.facts.caseOpenedAt == instant("2026-04-10T00:30:00Z"))
        }
    }

    @Test func onlyATicketOfTheCustomerAboutTheService() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let (_, statement) = try await world.april()
            let others = try await open(world, world.b, service: world.sold, at: "2026-04-10T01:00:00Z")
            let elsewhere = try await open(world, world.a, service: ServiceID(), at: "2026-04-10T01:00:00Z")
            let stranger = try await world.another()
            let foreign = try await open(stranger, world.a, service: nil, at: "2026-04-10T01:00:00Z")
            for ticket in [others, elsewhere, foreign, TicketID()] {
                let refused = try await world.submit(statement.id, more: #", "ticket": "\#(ticket)""#, expecting: 422)
                #expect(try refused.problem().errors.map(\.pointer) == ["#/ticket"])
            }
            #expect(try await world.claim().state == .drafted)
            // Who leaves takes the tickets along.
            try await world.hear(CustomerDeleted(id: world.a, deletedAt: world.service.clock.now), from: .agreements)
            let admin = try await world.service.database.admin()
            let left = try await admin.run(
                "select id from known_tickets where tenant_id = '\(world.tenant.uuid)'"
            ).compactMap { $0[0] }
            #expect(left == [others.uuid.uuidString.lowercased()])
        }
    }
}
