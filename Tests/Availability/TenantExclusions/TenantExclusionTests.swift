import Chassis
import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Availability

/// An approved exclusion of all services counts in every promise of the tenant, and in nobody else's.
@Suite struct TenantExclusionTests {
    private let start = "2026-03-09T21:00:00Z"
    private let middle = "2026-03-09T22:00:00Z"
    private let end = "2026-03-10T00:00:00Z"

    /// The body of a proposal; `more` of it last.
    private func proposal(_ from: String, _ to: String, _ scope: String = #""all_services":true"#, _ more: String = "") -> String
    {
        #"{\#(scope),"ground":"ddos","from":"\#(from)","to":"\#(to)","evidence":"e","reason":"r"\#(more)}"#
    }

    /// Defines a service with an agreement like Zecto's about it, that was down from `start` to `end`.
    private func promise(_ key: String, _ world: World) async throws {
        let keys = ["api", "sms", "voice", "whatsapp", "email"]
        let service = try await world.define(
            key, keys.map { ComponentState(key: $0, name: nil, source: .declared) }, .all(keys.map { .component($0) }))
        let text = try String(contentsOf: SourceTree.url("deploy/demo/agreements/zecto.yaml"), encoding: .utf8)
            .replacing("zecto-sla", with: "\(key)-sla").replacing("cpaas", with: key)
        try await world.publish(AgreementYAML.node(Array(text.utf8)), [service], from: instant("2025-11-16T19:00:00Z"))
        try await world.measure([world.outage("of-\(key)", "api", start, end, service: key)])
    }

    private func approve(_ item: ExclusionResource, _ world: World) async throws -> ExclusionResource {
        try await world.post(
            "/v1/exclusions/\(item.id)/decision", #"{"decision":"approved","reason":"seen"}"#, as: world.approver, expecting: 200
        ).decode(ExclusionResource.self)
    }

    private func seconds(_ keys: [String], _ world: World) async throws -> [[Int64]] {
        var seconds: [[Int64]] = []
        for key in keys {
            let statement = try await world.statement("service=\(key)&month=2026-03")
            seconds.append([Int64(statement.revision), statement.seconds.down, statement.seconds.excluded])
        }
        return seconds
    }

    @Test func everyServiceIsRestatedOnce() async throws {
        try await World.with(at: "2026-04-05T00:00:00Z") { world in
            let stranger = try await world.another()
            for key in ["cpaas", "portal"] { try await promise(key, world) }
            try await promise("cpaas", stranger)
            let keys = ["cpaas", "portal"]
            #expect(try await seconds(keys, world) == [[1, 10_800, 0], [1, 10_800, 0]])
            let item = try await world.post("/v1/exclusions", proposal(start, middle), as: world.agent)
                .decode(ExclusionResource.self)
            #expect(item.service == nil && item.serviceKey == nil && item.customers == nil && item.state == .proposed)
            #expect(
                try await seconds(keys, world) == [[1, 10_800, 0], [1, 10_800, 0]], "what is only proposed changes nothing")
            #expect(try await approve(item, world).state == .approved)
            #expect(try await seconds(keys, world) == [[2, 7_200, 3_600], [2, 7_200, 3_600]])
            #expect(try await seconds(["cpaas"], stranger) == [[1, 10_800, 0]])
            let restated = try await world.service.told().filter { $0.type == StatementRestated.type }
                .map { try $0.payload(StatementRestated.self).statement }
            #expect(restated.count == 2 && restated.allSatisfy { $0.reason == "exclusion" })
            // A service that comes later had that time as well.
            try await promise("late", world)
            #expect(try await seconds(["late"], world).map { $0.dropFirst() } == [[7_200, 3_600]])
            // Beside one of a single service each second is excluded once.
            let other = try await world.post(
                "/v1/exclusions", proposal("2026-03-09T21:30:00Z", "2026-03-09T22:30:00Z", #""service":"portal""#),
                as: world.agent
            ).decode(ExclusionResource.self)
            _ = try await approve(other, world)
            #expect(try await seconds(keys, world) == [[2, 7_200, 3_600], [3, 5_400, 5_400]])
        }
    }

    @Test func listsFindItByEveryService() async throws {
        try await World.with(at: "2026-04-05T00:00:00Z") { world in
            for key in ["cpaas", "portal"] { try await promise(key, world) }
            let item = try await world.post("/v1/exclusions", proposal(start, end), as: world.agent).decode(
                ExclusionResource.self)
            let own = try await world.post("/v1/exclusions", proposal(start, end, #""service":"portal""#), as: world.agent)
                .decode(ExclusionResource.self)
            func found(_ query: String) async throws -> [ExclusionID] {
                try await world.get("/v1/exclusions\(query)").decode(ListPage<ExclusionResource>.self).data.map(\.id)
            }
            #expect(try await found("") == [own.id, item.id])
            #expect(try await found("?service=portal") == [own.id, item.id])
            #expect(try await found("?service=cpaas") == [item.id])
            let told = try await world.service.told().filter { $0.type == ExclusionProposed.type }
            #expect(try told.map { try $0.payload(ExclusionProposed.self).exclusion.service } == [nil, own.service])
        }
    }

    @Test func itMayCountForSomeCustomersAlone() async throws {
        try await Touched.with(at: "2026-04-02T00:00:00Z") { touched in
            let (a, world) = (touched.customers[0], touched.world)
            try await touched.declare(start, end, nil)
            let everybodys = try await touched.statement(of: nil)
            let names = #","customers":\#(touched.names([a]))"#
            let item = try await world.post(
                "/v1/exclusions", proposal(start, middle, #""all_services":true"#, names), as: world.agent
            ).decode(ExclusionResource.self)
            #expect(try await touched.excluded() == [0, 0, 0])
            _ = try await approve(item, world)
            #expect(try await touched.excluded() == [3_600, 0, 0])
            #expect(try await touched.statement(of: a).customer == a)
            #expect(try await touched.statement(of: nil) == everybodys)
            // A second one restates the customer's own.
            let more = try await world.post(
                "/v1/exclusions", proposal(middle, "2026-03-09T22:30:00Z", #""all_services":true"#, names), as: world.agent
            ).decode(ExclusionResource.self)
            _ = try await approve(more, world)
            let own = try await touched.statement(of: a)
            #expect(own.revision == 2 && own.seconds.excluded == 5_400 && own.reason == "exclusion")
        }
    }

    @Test func theScopeIsSaidInSoManyWords() async throws {
        try await World.with(at: "2026-04-05T00:00:00Z") { world in
            try await promise("cpaas", world)
            func refused(_ scope: String) async throws -> String? {
                let answer = try await world.service.send(
                    .POST, "/v1/exclusions", as: world.agent, json: proposal(start, end, scope))
                #expect(answer.status == 422, "\(answer.text.prefix(300))")
                return answer["errors", "0", "pointer"]?.text
            }
            #expect(try await refused(#""components":["api"]"#) == "#/service")
            #expect(try await refused(#""all_services":false"#) == "#/all_services")
            #expect(try await refused(#""all_services":"yes""#) == "#/all_services")
            #expect(try await refused(#""all_services":true,"service":"cpaas""#) == "#/all_services")
            #expect(try await refused(#""all_services":true,"components":["api"]"#) == "#/components")
            #expect(try await world.get("/v1/exclusions")["data"]?.json == "[]")
        }
    }
}
