import Chassis
import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Availability

/// Who sees exclusions of some customers, and what is refused.
@Suite struct CustomerExclusionAccessTests {
    private let start = "2026-03-09T21:00:00Z"
    private let end = "2026-03-10T00:00:00Z"

    @Test func nobodyElseLearnsOfIt() async throws {
        try await Touched.with(at: "2026-04-02T00:00:00Z") { touched in
            let (a, b, world) = (touched.customers[0], touched.customers[1], touched.world)
            let c = try await touched.scene.customer(touched.scene.contract(CustomerID()))
            try await touched.declare(start, end, nil)
            let overview = try await world.get(InternalRoutes.overview, as: world.admin).text
            let timeline = try await world.get("/v1/availability?service=cpaas&from=2026-03-01T00:00:00Z").text
            let item = try await touched.exclude(start, end, [a, b])
            func owner(_ customer: CustomerID) -> Caller { .of(world.tenant, .owner, customer: customer) }
            // Who proposed what is the staff's business, as ever; what it came to is in the statements.
            for path in ["/v1/exclusions", "/v1/exclusions/\(item.id)"] {
                for customer in [a, c] {
                    #expect(try await world.service.send(.GET, path, as: owner(customer)).status == 403)
                }
            }
            let stranger = try await world.another()
            #expect(try await world.service.send(.GET, "/v1/exclusions/\(item.id)", as: stranger.admin).status == 404)
            let own = try await touched.statement(of: a)
            for path in ["/v1/statements/\(own.id)", "/v1/statements/\(own.id)/explanation"] {
                let seen = try await world.get(path, as: owner(a)).text
                #expect(seen.contains("\(item.id)") && !seen.contains("\(b)"))
                for other in [owner(b), owner(c), stranger.admin] {
                    #expect(try await world.service.send(.GET, path, as: other).status == 404)
                }
            }
            for query in ["", "?service=cpaas&month=2026-03"] {
                let seen = try await world.get("/v1/statements\(query)", as: owner(c)).text
                #expect(!seen.contains("\(item.id)") && !seen.contains("\(a)"))
            }
            #expect(try await world.get(InternalRoutes.overview, as: world.admin).text == overview)
            #expect(try await world.get("/v1/availability?service=cpaas&from=2026-03-01T00:00:00Z").text == timeline)
        }
    }

    @Test func eventsSayWhomItNames() async throws {
        try await Touched.with(at: "2026-04-02T00:00:00Z") { touched in
            let customers = touched.customers.sorted()
            try await touched.exclude(start, end, touched.customers)
            try await touched.exclude(start, end, nil)
            let told = try await touched.world.service.told()
            let proposed = try told.filter { $0.type == ExclusionProposed.type }
                .map { try $0.payload(ExclusionProposed.self).exclusion.customers }
            let decided = try told.filter { $0.type == ExclusionDecided.type }
                .map { try $0.payload(ExclusionDecided.self).exclusion.customers }
            #expect(proposed == [customers, nil] && decided == [customers, nil])
        }
    }

    @Test func namesAreCheckedAndBounded() async throws {
        try await Touched.with(at: "2026-04-02T00:00:00Z") { touched in
            let (a, world) = (touched.customers[0], touched.world)
            let stranger = try await world.another()
            let theirs = Contracted(world: stranger, service: touched.scene.service, file: "zecto.yaml")
            let foreign = try await theirs.customer(theirs.contract(CustomerID()))
            func refused(_ customers: String) async throws -> String? {
                let body = touched.proposal(start, end, customers)
                let answer = try await world.service.send(.POST, "/v1/exclusions", as: world.agent, json: body)
                #expect(answer.status == 422, "\(answer.text.prefix(300))")
                return answer["errors", "0", "pointer"]?.text
            }
            let many = "[\((0...1_000).map { "\"c\($0)\"" }.joined(separator: ","))]"
            for list in ["[]", "{}", #""acme""#, #"["acme","acme"]"#, many] {
                #expect(try await refused(list) == "#/customers", "\(list.prefix(40))")
            }
            for name in [#""""#, "1", #""\#(String(repeating: "x", count: 65))""#] {
                #expect(try await refused("[\(name)]") == "#/customers/0", "\(name)")
            }
            for nobody in ["nobody", "é", "\(CustomerID())", "\(foreign)"] {
                #expect(try await refused(#"["\#(a)","\#(nobody)"]"#) == "#/customers/1", "\(nobody)")
            }
            #expect(try await world.get("/v1/exclusions")["data"]?.json == "[]")
            // By key and by id it is one customer.
            let both = touched.proposal(start, end, #"["\#(a)","c\#("\(a)".lowercased())"]"#)
            let item = try await world.post("/v1/exclusions", both, as: world.agent).decode(ExclusionResource.self)
            #expect(item.customers == [a])
        }
    }

    /// As many as may be named are taken.
    @Test func asManyAsMayBe() async throws {
        try await Touched.with(at: "2026-04-02T00:00:00Z") { touched in
            let world = touched.world
            let admin = try await world.service.database.admin()
            try await admin.run(
                """
                insert into known_customers (tenant_id, customer_id, key, name, revision)
                select '\(world.tenant.uuid)', gen_random_uuid(), 'k' || n, 'Customer', 1 from generate_series(3, 1000) as n
                """)
            try await touched.declare(start, end, nil)
            let names = touched.customers.map { "\"\($0)\"" } + (3...1_000).map { "\"k\($0)\"" }
            let body = touched.proposal(start, end, "[\(names.joined(separator: ","))]")
            let item = try await world.post("/v1/exclusions", body, as: world.agent).decode(ExclusionResource.self)
            try await touched.decide(item)
            #expect(item.customers?.count == 1_000)
            #expect(try await touched.excluded() == [10_800, 10_800, 0])
        }
    }
}
