import AsyncHTTPClient
import Chassis
import Contracts
import Foundation
import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1
import Terms
import TestSupport
import Testing

@testable import Gateway

@Suite("The overview")
struct OverviewTests {
    /// Parts as the services give them: each member's name tells whose it is.
    private static let parts = [
        #"{"outages":{"total":1,"data":[]},"budgets":{"total":2,"at_risk":1,"data":[]},"maintenance":{"total":3,"data":[]}}"#,
        #"{"incidents":{"total":4,"data":[]},"tickets":{"total":5,"late":1,"data":[]}}"#,
        #"{"claims":{"total":6,"overdue":0,"data":[]},"credits":{"total":7,"outstanding":[],"data":[]}}"#,
    ]

    /// Three services in one: the first to be asked is Availability, and so on, told apart by their ports.
    private func run(
        _ reactions: [ServiceName: FakeUpstream.Reaction] = [:],
        _ body: @escaping @Sendable (GatewayHarness, [ServiceName: FakeUpstream]) async throws -> Void
    ) async throws {
        func upstream(_ service: ServiceName, _ part: String) -> FakeUpstream {
            FakeUpstream { _ in reactions[service] ?? .answer(FakeUpstream.json(part)) }
        }
        let services: [ServiceName: FakeUpstream] = [
            .availability: upstream(.availability, Self.parts[0]), .ticketing: upstream(.ticketing, Self.parts[1]),
            .claims: upstream(.claims, Self.parts[2]),
        ]
        try await services[.availability]?.run { availability in
            try await services[.ticketing]?.run { ticketing in
                try await services[.claims]?.run { claims in
                    let addresses = [
                        "availability=http://127.0.0.1:\(availability)", "ticketing=http://127.0.0.1:\(ticketing)",
                        "claims=http://127.0.0.1:\(claims)", "agreements=http://127.0.0.1:\(claims)",
                        "notifications=http://127.0.0.1:\(claims)",
                    ]
                    try await GatewayHarness.run([
                        "PLEDGE_SERVICES": addresses.joined(separator: ","), "PLEDGE_VIEW_SECONDS": "1",
                    ]) { gateway in
                        try await body(gateway, services)
                    }
                }
            }
        }
    }

    @Test("is what the services say, each asked once with the caller's own token")
    func whole() async throws {
        try await run { gateway, services in
            let token = try await gateway.token(.member, customer: CustomerID())
            let answer = try await gateway.send(.GET, "/v1/overview", token: token)
            #expect(answer.status == 200)
            let shown = try Node(json: answer.body)
            let totals = ["outages", "budgets", "maintenance", "incidents", "tickets", "claims", "credits"].map {
                shown[$0]?["total"]?.integer
            }
            #expect(totals == [1, 2, 3, 4, 5, 6, 7])
            #expect(shown["unavailable"]?.items?.isEmpty == true)
            #expect(shown["as_of"]?.text == gateway.clock.now.description)
            for (service, upstream) in services {
                #expect(upstream.seen.map(\.target) == [InternalRoutes.overview], "\(service)")
                #expect(upstream.seen.first?.headers[.authorization] == "Bearer \(token)")
            }
        }
    }

    @Test(
        "a service that is down, slow or strange costs its own parts alone",
        arguments: [
            FakeUpstream.Reaction.hangUp, .silence, .answer(FakeUpstream.json("{}", status: .internalServerError)),
            .answer(FakeUpstream.json("not json")), .answer(FakeUpstream.json("[]")),
        ])
    func degraded(_ reaction: FakeUpstream.Reaction) async throws {
        try await run([.ticketing: reaction]) { gateway, _ in
            let answer = try await gateway.send(.GET, "/v1/overview", token: gateway.token(.admin))
            #expect(answer.status == 200)
            let shown = try Node(json: answer.body)
            #expect(shown["unavailable"]?.items?.compactMap(\.text) == ["incidents", "tickets"])
            for name in ["incidents", "tickets"] {
                guard case .null? = shown[name]?.value else {
                    Issue.record("\(name) is not null: \(answer.text)")
                    continue
                }
            }
            #expect(shown["outages"]?["total"]?.integer == 1 && shown["credits"]?["total"]?.integer == 7)
        }
    }

    @Test("takes no query and no body, is for people, and for HEAD")
    func edge() async throws {
        try await run { gateway, services in
            let token = try await gateway.token(.admin)
            #expect(try await gateway.send(.GET, "/v1/overview?limit=1", token: token).status == 400)
            #expect(
                try await gateway.send(.GET, "/v1/overview", token: token, body: .bytes(ByteBuffer(string: "x"))).status == 413)
            #expect(try await gateway.send(.GET, "/v1/overview", token: gateway.token(.ingest)).status == 403)
            #expect(try await gateway.send(.GET, "/v1/overview").status == 401)
            #expect(try await gateway.send(.POST, "/v1/overview", token: token).status == 405)
            #expect(services.values.allSatisfy { $0.seen.isEmpty })
            let head = try await gateway.send(.HEAD, "/v1/overview", token: token)
            #expect(head.status == 200 && head.body.isEmpty)
            #expect(head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0 > 100)
        }
    }
}
