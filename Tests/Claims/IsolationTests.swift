import Chassis
import Contracts
import Foundation
import HTTPTypes
import Hosting
import Messaging
import Postgres
import Terms
import TestSupport
import Testing

@testable import Claims

/// Tenants, customers and roles are kept apart, on every path.
@Suite struct IsolationTests {
    /// Every request that names something of a tenant.
    private func requests(_ claim: ClaimResource) throws -> [(Verb, String, String, String?)] {
        let path = "/v1/claims/\(claim.id)"
        let credit = "/v1/credits/\(try #require(claim.credit))"
        return [
            (.GET, path, "/v1/claims/{id}", nil), (.PUT, path, "/v1/claims/{id}", "{}"),
            (.DELETE, path, "/v1/claims/{id}", nil), (.GET, "\(path)/evidence", "/v1/claims/{id}/evidence", nil),
            (.POST, "\(path)/evidence", "/v1/claims/{id}/evidence", #"{"text": "x"}"#),
            (.POST, "\(path)/decision", "/v1/claims/{id}/decision", #"{"decision": "approved", "reason": "r"}"#),
            (.GET, credit, "/v1/credits/{id}", nil),
            (.PUT, credit, "/v1/credits/{id}", #"{"state": "voided", "reason": "r"}"#),
            (
                .POST, "\(credit)/application", "/v1/credits/{id}/application",
                #"{"invoice": "I", "due": {"amount_minor": 1, "currency": "PKR"}}"#
            ),
        ]
    }

    private func approved(_ world: World) async throws -> ClaimResource {
        let (_, statement) = try await world.april()
        let claim = try await world.submit(statement.id).decode(ClaimResource.self)
        return try await world.decide(claim.id).decode()
    }

    @Test func whatIsAnothersDoesNotExist() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let claim = try await approved(world)
            let intruder = try await world.another()
            let everything = Caller(
                tenant: intruder.tenant, principal: "key_x", roles: [.admin, .agent, .approver])
            var tried: Set<String> = []
            for (verb, path, template, body) in try requests(claim) {
                let answer = try await world.send(verb, path, body, as: everything, ifMatch: "*")
                #expect(answer.status == 404, "\(verb) \(path): \(answer.status)")
                tried.insert("\(verb.rawValue) \(template)")
            }
            let named = world.service.parts.routes.filter { $0.path.contains("{") }
            #expect(Set(named.map { "\($0.method.rawValue) \($0.path)" }) == tried)
            #expect(try await world.claims(as: everything).isEmpty)
            let statement = try #require(claim.statement)
            let claimed = try await world.send(
                .POST, "/v1/claims", #"{"customer": "\#(intruder.a)", "statement": "\#(statement)"}"#, as: everything)
            #expect(try claimed.problem().errors.map(\.pointer) == ["#/statement"])
            let database = world.service.chassis.database
            for table in AgreementsEvents.own {
                let seen = try await database.query("select count(*) from \(raw: table)", tenant: intruder.tenant.uuid)
                    .decodeOne(Int.self)
                #expect(seen == 0, "\(table)")
                let without = try await database.query("select count(*) from \(raw: table)").decodeOne(Int.self)
                #expect(without == 0, "\(table) without a tenant")
            }
        }
    }

    @Test func customersSeeTheirOwn() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let claim = try await approved(world)
            let other = world.member(world.b)
            for (verb, path, _, body) in try requests(claim) {
                let status = try await world.send(verb, path, body, as: other, ifMatch: "*").status
                #expect(status == 404 || status == 403, "\(verb) \(path): \(status)")
            }
            #expect(try await world.claims(as: other).isEmpty)
            #expect(try await world.send(.GET, "/v1/credits", as: other).at("data") == "[]")
            #expect(try await world.send(.GET, "/v1/claims?customer=\(world.a)", as: other).status == 404)
            let forA = #"{"customer": "\#(world.a)", "statement": "\#(StatementID())"}"#
            #expect(try await world.send(.POST, "/v1/claims", forA, as: other).status == 404)
            // A statement of what its customer does not subscribe to does not exist for it.
            let foreign = #"{"statement": "\#(try #require(claim.statement))"}"#
            #expect(
                try await world.send(.POST, "/v1/claims", foreign, as: other).problem().errors.map(\.pointer) == ["#/statement"])
            #expect(try await world.claims(as: world.member()).map(\.id) == [claim.id])
        }
    }

    @Test func rolesDoWhatTheyMay() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let claim = try await approved(world)
            let credit = "/v1/credits/\(try #require(claim.credit))"
            let application = #"{"invoice": "I", "due": {"amount_minor": 1, "currency": "PKR"}}"#
            for caller in [world.agent, world.approver, world.member()] {
                #expect(try await world.send(.POST, "\(credit)/application", application, as: caller).status == 403)
            }
            for caller in [world.agent, world.admin, world.member()] {
                let body = #"{"decision": "approved", "reason": "r"}"#
                #expect(try await world.send(.POST, "/v1/claims/\(claim.id)/decision", body, as: caller).status == 403)
            }
            let ingest = Caller.of(world.tenant, .ingest)
            #expect(try await world.send(.GET, "/v1/claims", as: ingest).status == 403)
            #expect(try await world.send(.POST, "/v1/claims", "{}", as: world.approver).status == 403)
        }
    }

    @Test func aTenantLeavesWithItsLedger() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            _ = try await approved(world)
            try await world.hear(TenantDeleted(id: world.tenant, deletedAt: world.service.clock.now), from: .agreements)
            let admin = try await world.service.database.admin()
            for table in AgreementsEvents.own + ["known_customers", "known_subscriptions"] {
                #expect(try await admin.run("select count(*) from \(table)").first == ["0"], "\(table)")
            }
        }
    }
}
