import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Ticketing

/// Ticketing's part of a status page, as it is asked for by the gateway.
@Suite struct StatusPagePartTests {
    private func part(_ world: World) async throws -> PublicIncidents {
        let answer = try await world.service.send(
            .GET, "\(InternalRoutes.statusPage)?tenant=\(world.tenant)",
            headers: ["authorization": "Bearer internal-token-of-tests"])
        try #require(answer.status == 200, "\(answer.text)")
        return try answer.decode(PublicIncidents.self)
    }

    /// S3-6b: P1 to P3 are published.
    @Test func whatIsPublishedIsShownForTwoWeeksMore() async throws {
        try await World.with("connect-engage.yaml", service: "voice", plan: "any") { world in
            #expect(try await part(world).incidents.isEmpty)
            _ = try await world.declare(#""priority":"p4","#)
            let first = try await world.declare(#""priority":"p1","#)
            let second = try await world.declare(#""priority":"p3","#)
            #expect(try await world.update(first.id, #""status":"resolved","#).status == 201)
            let shown = try await part(world).incidents
            #expect(shown.map(\.id) == [second.id, first.id], "what goes on comes first")
            #expect(shown.map(\.impact) == [.minor, .critical])
            #expect(shown[1].updates.map(\.status) == [.resolved, .investigating], "the last word first")
            world.clock.advance(by: 16 * 86_400)
            #expect(try await part(world).incidents.map(\.id) == [second.id])
            let other = try await world.another(try World.demo("connect-engage.yaml"), service: "voice", plan: "any")
            #expect(try await part(other).incidents.isEmpty)
        }
    }

    @Test func itIsForTheInstallationAlone() async throws {
        try await World.with { world in
            let path = "\(InternalRoutes.statusPage)?tenant=\(world.tenant)"
            #expect(try await world.service.send(.GET, path).status == 401)
            #expect(try await world.service.send(.GET, path, as: world.admin).status == 401)
            for query in ["", "?tenant=", "?tenant=zecto", "?nonsense=1"] {
                let answer = try await world.service.send(
                    .GET, InternalRoutes.statusPage + query, headers: ["authorization": "Bearer internal-token-of-tests"])
                #expect(answer.status == 400, "\(query)")
            }
        }
    }
}
