import Chassis
import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Availability

/// Who sees outages of some customers, and what is refused.
@Suite struct CustomerOutageListTests {
    private let start = "2026-03-09T21:00:00Z"
    private let end = "2026-03-10T00:00:00Z"

    private func listed(_ world: World, as caller: Caller, _ query: String = "") async throws -> [OutageResource] {
        try await world.get("/v1/outages\(query)", as: caller).decode(ListPage<OutageResource>.self).data
    }

    @Test func customersSeeTheirOwnAndNoOtherNames() async throws {
        try await Touched.with(at: "2026-03-20T00:00:00Z") { touched in
            let (a, b) = (touched.customers[0], touched.customers[1])
            let c = try await touched.scene.customer(touched.scene.contract(CustomerID()))
            let world = touched.world
            try await touched.declare(start, end, [a, b])
            try await touched.declare("2026-03-19T00:00:00Z", nil, [a], id: "open")
            // Both may have been worked in at once.
            let all = try await listed(world, as: world.admin).sorted { $0.startedAt > $1.startedAt }
            #expect(all.map(\.customers) == [[a], [a, b].sorted()] && all.allSatisfy { $0.scope == .component })
            #expect(all.map(\.state) == [.open, .closed] && all.map(\.sources) == [["declared"], ["declared"]])
            func owner(_ customer: CustomerID) -> Caller { .of(world.tenant, .owner, customer: customer) }
            #expect(try await listed(world, as: owner(a)).map(\.customers) == [[a], [a]])
            #expect(try await listed(world, as: owner(b)).map(\.customers) == [[b]])
            #expect(try await listed(world, as: owner(c)).isEmpty)
            for outage in all {
                #expect(try await world.get("/v1/outages/\(outage.id)", as: owner(a))["customers"]?.items?.count == 1)
                let answer = try await world.service.send(.GET, "/v1/outages/\(outage.id)", as: owner(c))
                #expect(answer.status == 404)
            }
            for (caller, count) in [(owner(a), 1), (owner(b), 0), (owner(c), 0), (world.admin, 1)] {
                let overview = try await world.get(InternalRoutes.overview, as: caller)
                #expect(overview["outages", "total"]?.json == "\(count)", "\(overview.text)")
            }
            // Nothing of it is in the service's timeline, which is what status pages show.
            let query = "?service=cpaas&from=2026-03-01T00:00:00Z"
            #expect(try await world.get("/v1/availability\(query)")["timeline", "down_seconds"]?.json == "0")
            #expect(try await world.get("/v1/availability\(query)", as: owner(b))["timeline", "down_seconds"]?.json == "10800")
            // Whose it is not has nothing of the statement either.
            let own = try await touched.statement(of: a)
            let refused = try await world.service.send(.GET, "/v1/statements/\(own.id)", as: owner(b))
            #expect(refused.status == 404)
        }
    }

    @Test func correctionsAreToldOfOneOutage() async throws {
        try await Touched.with(at: "2026-03-20T00:00:00Z") { touched in
            let (a, b) = (touched.customers[0], touched.customers[1])
            let world = touched.world
            func told() async throws -> [String] {
                try await world.service.told().filter { $0.type.contains(".outage.") }
                    .map { event in
                        let count = try event.payload(OutageOpened.self).outage.customers?.count ?? 0
                        return "\(event.type.split(separator: ".")[3]) \(count)"
                    }
            }
            try await touched.declare(start, nil, [a])
            let first = try #require(try await listed(world, as: world.admin).first)
            #expect(try await told() == ["opened 1"])
            try await touched.declare(start, end, [a, b], revision: 2)
            let closed = try #require(try await listed(world, as: world.admin).first)
            #expect(closed.id == first.id && closed.state == .closed && closed.customers?.count == 2)
            try await touched.declare(start, end, [a, b], revision: 3, withdrawn: true)
            #expect(try await listed(world, as: world.admin).map(\.state) == [.withdrawn])
            #expect(try await told() == ["opened 1", "closed 2", "corrected 2"])
            // For everybody it is an outage as any other; and the other way round.
            try await touched.declare(start, end, nil, revision: 4)
            let shared = try await listed(world, as: world.admin).filter { $0.state == .closed }
            #expect(shared.map(\.customers) == [nil, nil] && Set(shared.map(\.scope)) == [.component, .service])
            try await touched.declare(start, end, [b], revision: 5)
            let last = try await listed(world, as: world.admin).filter { $0.state == .closed }
            #expect(last.map(\.id) == [first.id] && last.map(\.customers) == [[b]])
        }
    }

    @Test func anEndAheadCloses() async throws {
        try await Touched.with(at: "2026-03-20T00:00:00Z") { touched in
            try await touched.declare(start, "2026-03-20T00:01:00Z", [touched.customers[0]])
            #expect(try await listed(touched.world, as: touched.world.admin, "?open=true").count == 1)
            try await touched.scene.move(to: "2026-03-20T00:01:00Z")
            #expect(try await listed(touched.world, as: touched.world.admin).map(\.state) == [.closed])
        }
    }

    @Test func unknownCustomersAreCountedByPlace() async throws {
        try await Touched.with(at: "2026-03-20T00:00:00Z") { touched in
            let (a, world) = (touched.customers[0], touched.world)
            let stranger = try await world.another()
            let theirs = scene(stranger, touched)
            let foreign = try await theirs.customer(theirs.contract(CustomerID()))
            let items = [
                touched.outage(start, end, [a], id: "good"), touched.outage(start, end, [a, CustomerID()], id: "nobody"),
                touched.outage(start, end, [foreign], id: "foreign"),
                world.outage("text", "api", start, end, more: #","customers":["\u0000 ","é"]"#),
                world.outage("part", "nope", start, end, more: #","customers":["nobody"]"#),
            ]
            let answer = try await world.service.send(
                .POST, "/v1/measurements", as: world.sender, json: #"{"measurements":[\#(items.joined(separator: ","))]}"#)
            #expect(answer.status == 202 && answer["accepted"]?.json == "1" && answer["unknown"]?.json == "4", "\(answer.text)")
            #expect(answer["rejected"]?.items?.compactMap { $0["index"]?.json } == ["1", "2", "3", "4"])
            #expect(
                answer["rejected"]?.items?.compactMap { $0["code"]?.text } == [
                    "unknown_customer", "unknown_customer", "unknown_customer", "unknown_component",
                ])
            #expect(try await listed(world, as: world.admin).count == 1)
        }
    }

    /// A tenant with another service's customer: of the other's names nobody is known here.
    private func scene(_ world: World, _ touched: Touched) -> Contracted {
        Contracted(world: world, service: touched.scene.service, file: "zecto.yaml")
    }

    @Test func listsAreBounded() async throws {
        try await Touched.with(at: "2026-03-20T00:00:00Z") { touched in
            let many = (0...ItemBounds.customers).map { "\"c\($0)\"" }.joined(separator: ",")
            let wrong = ["[]", "null", "{}", #""acme""#, #"["acme","acme"]"#, #"[""]"#, "[1]", #"[["acme"]]"#, "[\(many)]"]
            for list in wrong {
                let item = touched.world.outage("n", "api", start, end, more: #","customers":\#(list)"#)
                let answer = try await touched.world.service.send(
                    .POST, "/v1/measurements", as: touched.world.sender, json: #"{"measurements":[\#(item)]}"#)
                #expect(answer.status == 422, "\(list.prefix(40))")
                #expect(answer["errors", "0", "pointer"]?.text == "#/measurements/0/customers", "\(answer.text)")
            }
            let most = (0..<ItemBounds.customers).map { "\"c\($0)\"" }.joined(separator: ",")
            let item = touched.world.outage("n", "api", start, end, more: #","customers":[\#(most)]"#)
            try await touched.world.post(
                "/v1/measurements", #"{"measurements":[\#(item)]}"#, as: touched.world.sender, expecting: 202)
            // However many items name them, so many are looked up at once.
            let lines = (0..<21).map { line in
                let names = (0..<ItemBounds.customers).map { "\"c\(line)-\($0)\"" }.joined(separator: ",")
                return touched.world.outage("n\(line)", "api", start, end, more: #","customers":[\#(names)]"#)
            }
            for (count, status) in [(20, 202), (21, 422)] {
                let answer = try await touched.world.service.send(
                    .POST, "/v1/measurements", as: touched.world.sender,
                    body: Data(lines.prefix(count).joined(separator: "\n").utf8),
                    headers: ["content-type": "application/x-ndjson"])
                #expect(answer.status == status && answer["unknown"]?.json == (status == 202 ? "20" : nil), "\(answer.text)")
            }
            // Nor has any other item such a list.
            let probe =
                #"{"kind":"probe","service":"s","component":"c","at":"2026-03-20T00:00:00Z","state":"up","customers":["a"]}"#
            let refused = try await touched.world.service.send(
                .POST, "/v1/measurements", as: touched.world.sender, json: #"{"measurements":[\#(probe)]}"#)
            #expect(refused.status == 422)
        }
    }

    private enum ItemBounds {
        /// As the document says.
        static let customers = 1_000
    }
}
