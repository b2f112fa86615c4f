import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Agreements

/// Lint and diff through the API.
@Suite struct LintTests {
    private func lint(_ world: World, _ text: String, type: String = "application/yaml") async throws -> Answer {
        try await world.service.send(
            .POST, "/v1/agreements/lint", as: world.admin, body: Data(text.utf8), headers: ["content-type": type])
    }

    @Test func findingsComeWithPlacesAndProposals() async throws {
        try await World.with { world in
            _ = try await world.service("cpaas")
            let text = Bodies.document(key: "sla").replacing("window: {kind: month}", with: "window: {kind: quarter}")
            let answer = try await lint(world, text)
            #expect(answer.status == 200, "\(answer.text)")
            let findings = try answer.decode(LintResource.self).findings
            let window = try #require(findings.first { $0.code == .windowContradiction })
            #expect(window.severity == .warning)
            #expect(window.pointer == "#/commitments/0/window")
            #expect(window.line != nil)
            #expect(window.clause == "A-1")
            #expect(window.proposal?.clause == "A-1")
            #expect(window.settledBy == nil)
            // Nothing was stored.
            #expect(try await world.service.send(.GET, "/v1/agreements", as: world.admin).text.contains("\"data\":[]"))
        }
    }

    @Test func servicesAreLookedForInTheCatalogue() async throws {
        try await World.with { world in
            let document = Bodies.document(key: "sla")
            let before = try await lint(world, document).decode(LintResource.self).findings
            #expect(before.filter { $0.code == .unknownService }.map(\.pointer) == ["#/services/0/key"])
            _ = try await world.service("cpaas")
            let after = try await lint(world, document).decode(LintResource.self).findings
            #expect(after.filter { $0.code == .unknownService }.isEmpty)
        }
    }

    @Test func aDocumentThatIsNoneIsToldWhatIsWrong() async throws {
        try await World.with { world in
            let broken = try await lint(world, Bodies.document(key: "sla").replacing("\"99.9\"", with: "\"999\""))
            #expect(broken.status == 422)
            let error = try #require(try broken.problem().errors.first)
            #expect(error.pointer == "#/commitments/0/target")
            #expect(error.line != nil)
            #expect(try await lint(world, "").status == 400)
            #expect(try await lint(world, "key: x", type: "text/csv").status == 415)
            let customer = try await world.customer()
            let owner = try await world.member(of: customer)
            let asOwner = try await world.service.send(
                .POST, "/v1/agreements/lint",
                as: Caller(tenant: world.tenant, principal: "\(owner)", roles: [.owner], customer: customer),
                body: Data("key: x".utf8), headers: ["content-type": "application/yaml"])
            #expect(asOwner.status == 403)
        }
    }

    @Test func versionsAreComparedByTheirEffect() async throws {
        try await World.with { world in
            let agreement = try await world.agreement()
            _ = try await world.draft(of: agreement)
            let worse = try await world.post(agreement, yaml: Bodies.document(key: "sla").replacing("\"99.9\"", with: "\"99.5\""))
            try #require(worse.status == 201, "\(worse.text)")
            let path = "/v1/agreements/\(agreement)/versions"
            let there = try await world.service.send(.GET, "\(path)/2/diff?from=1", as: world.admin)
            #expect(there.status == 200, "\(there.text)")
            let diff = try there.decode(AgreementDiffResource.self)
            #expect(diff.isReduction)
            #expect(diff.changes.map(\.kind) == [.reduction])
            #expect(diff.changes.first?.title == "Uptime: target")
            #expect(diff.changes.first?.clauses == ["A-1"])
            let back = try await world.service.send(.GET, "\(path)/1/diff?from=2", as: world.admin)
            #expect(try back.decode(AgreementDiffResource.self).changes.map(\.kind) == [.improvement])
            let same = try await world.service.send(.GET, "\(path)/1/diff?from=1", as: world.admin)
            #expect(try same.decode(AgreementDiffResource.self).changes.isEmpty)
        }
    }

    @Test func whatIsNotThereOrNotTheirsIsNotCompared() async throws {
        try await World.with { world in
            let agreement = try await world.agreement()
            _ = try await world.draft(of: agreement)
            let path = "/v1/agreements/\(agreement)/versions"
            for (query, status) in [("1/diff?from=2", 404), ("2/diff?from=1", 404), ("1/diff", 400), ("1/diff?from=x", 400)] {
                #expect(try await world.service.send(.GET, "\(path)/\(query)", as: world.admin).status == status, "\(query)")
            }
            let other = try await world.another()
            #expect(try await world.service.send(.GET, "\(path)/1/diff?from=1", as: other.admin).status == 404)
            // Drafts are nobody's business but the provider's.
            let customer = try await world.customer()
            let member = Caller(tenant: world.tenant, principal: "mem", roles: [.member], customer: customer)
            #expect(try await world.service.send(.GET, "\(path)/1/diff?from=1", as: member).status == 404)
        }
    }
}
