import Chassis
import Contracts
import Foundation
import HTTPTypes
import Hosting
import Postgres
import Terms
import TestSupport
import Testing

@testable import Agreements

@Suite struct IsolationTests {
    /// Every path with another tenant's ids, and another customer's: 404, and nothing changes.
    @Test func whatIsAnothersDoesNotExist() async throws {
        try await World.with { world in
            let theirs = try await world.full()
            let intruder = try await world.another()
            let own = try await intruder.full()
            let before = try await snapshot(world.service)
            var tried: Set<String> = []
            for (verb, path, template, body) in Self.requests(theirs) {
                let answer = try await send(verb, path, body, intruder)
                #expect(answer.status == 404, "\(verb) \(path): \(answer.status) \(answer.text)")
                #expect(try answer.problem().slug == "not-found")
                tried.insert("\(verb.rawValue) \(template)")
            }
            // Another tenant's things cannot be referred to either.
            for (path, body) in [
                ("/v1/subscriptions", Bodies.subscription(theirs.customer, own.service, own.agreement)),
                ("/v1/subscriptions", Bodies.subscription(own.customer, theirs.service, own.agreement)),
                ("/v1/subscriptions", Bodies.subscription(own.customer, own.service, theirs.agreement)),
                ("/v1/api-keys", #"{"name": "x", "roles": ["owner"], "customer": "\#(theirs.customer)"}"#),
            ] {
                let answer = try await world.service.send(.POST, path, as: intruder.admin, json: body)
                #expect(answer.status == 422, "\(answer.text)")
            }
            #expect(try await snapshot(world.service) == before)

            // No route that names a thing of a tenant was forgotten.
            let named = world.service.parts.routes.filter { $0.path.contains("{") && !$0.path.hasPrefix("/v1/tenants") }
            #expect(Set(named.map { "\($0.method.rawValue) \($0.path)" }) == tried)
        }
    }

    @Test func listsShowNothingOfOthers() async throws {
        try await World.with { world in
            _ = try await world.full()
            let intruder = try await world.another()
            for path in ["customers", "services", "calendars", "agreements", "subscriptions"] {
                let answer = try await world.service.send(.GET, "/v1/\(path)", as: intruder.admin)
                #expect(answer.at("data") == "[]", "\(path)")
            }
            let keys = try await world.service.send(.GET, "/v1/api-keys", as: intruder.admin)
            #expect(try keys.decode(ListPage<APIKeyResource>.self).data.map(\.name) == ["First admin"])
        }
    }

    /// Row level security holds when a query forgets to say whose rows it wants, or says it wrongly.
    @Test func aWrongQuerySeesAndWritesNothingOfOthers() async throws {
        try await World.with { world in
            let theirs = try await world.full()
            let intruder = try await world.another()
            let database = world.service.chassis.database
            let tables = [
                "tenants", "customers", "members", "api_keys", "services", "calendars", "agreements", "agreement_versions",
                "subscriptions", "fees", "version_schedules", "outbox", "idempotency_keys",
            ]
            for table in tables {
                let all = try await database.query("select count(*) from \(raw: table)").decodeOne(Int.self)
                #expect(all == 0, "\(table) without a tenant")
                let wrong = try await database.query(
                    "select count(*) from \(raw: table) where tenant_id = \(world.tenant)", tenant: intruder.tenant.uuid
                ).decodeOne(Int.self)
                #expect(wrong == 0, "\(table) of another tenant")
                let changed = try? await database.query(
                    "delete from \(raw: table) where tenant_id = \(world.tenant)", tenant: intruder.tenant.uuid)
                #expect((changed?.affected ?? 0) == 0, "\(table)")
            }
            await #expect(throws: PostgresError.self) {
                try await database.query(
                    CustomerStore.insert(
                        CustomerState(
                            id: CustomerID(), key: "planted", name: "Planted", timeZone: nil, contactEmail: nil, revision: 1,
                            createdAt: world.service.clock.now, updatedAt: world.service.clock.now),
                        of: world.tenant, by: "key_test"), tenant: intruder.tenant.uuid)
            }
            // A row cannot refer to another tenant's: the foreign key begins with the tenant.
            await #expect(throws: PostgresError.self) {
                try await database.query(
                    MemberStore.insert(
                        MemberState(
                            id: MemberID(), customer: theirs.customer, name: "X", email: "x@x.example", role: .owner,
                            timeZone: nil, revision: 1, createdAt: world.service.clock.now, updatedAt: world.service.clock.now),
                        of: intruder.tenant, by: "key_test"), tenant: intruder.tenant.uuid)
            }
            #expect(try await world.service.send(.GET, "/v1/customers/\(theirs.customer)", as: world.admin).status == 200)
        }
    }

    /// Every request that names something of `theirs`, with a body that would be right.
    private static func requests(_ theirs: Everything) -> [(Verb, String, String, String?)] {
        let customer = "/v1/customers/\(theirs.customer)"
        let member = "\(customer)/members/\(theirs.member)"
        let version = "/v1/agreements/\(theirs.agreement)/versions/1"
        let agreement = "/v1/agreements/\(theirs.agreement)"
        let person = #"{"name": "N", "email": "n@n.example", "role": "owner"}"#
        return [
            (.GET, "/v1/api-keys/\(theirs.key)", "/v1/api-keys/{id}", nil),
            (.DELETE, "/v1/api-keys/\(theirs.key)", "/v1/api-keys/{id}", nil),
            (.GET, customer, "/v1/customers/{id}", nil),
            (.PUT, customer, "/v1/customers/{id}", #"{"key": "stolen", "name": "Stolen"}"#),
            (.DELETE, customer, "/v1/customers/{id}", nil),
            (.GET, "\(customer)/members", "/v1/customers/{id}/members", nil),
            (.POST, "\(customer)/members", "/v1/customers/{id}/members", person),
            (.GET, member, "/v1/customers/{id}/members/{member}", nil),
            (.PUT, member, "/v1/customers/{id}/members/{member}", person),
            (.DELETE, member, "/v1/customers/{id}/members/{member}", nil),
            (.GET, "/v1/subscriptions/\(theirs.subscription)", "/v1/subscriptions/{id}", nil),
            (.PUT, "/v1/subscriptions/\(theirs.subscription)", "/v1/subscriptions/{id}", "{}"),
            (.GET, "/v1/subscriptions/\(theirs.subscription)/fees", "/v1/subscriptions/{id}/fees", nil),
            (.POST, "/v1/subscriptions/\(theirs.subscription)/fees", "/v1/subscriptions/{id}/fees", Bodies.fee()),
            (.GET, "/v1/services/\(theirs.service)", "/v1/services/{id}", nil),
            (.PUT, "/v1/services/\(theirs.service)", "/v1/services/{id}", Bodies.service("stolen")),
            (.GET, "/v1/calendars/\(theirs.calendar)", "/v1/calendars/{id}", nil),
            (.PUT, "/v1/calendars/\(theirs.calendar)", "/v1/calendars/{id}", Bodies.calendar("stolen")),
            (.GET, agreement, "/v1/agreements/{id}", nil),
            (.PUT, agreement, "/v1/agreements/{id}", #"{"title": "Stolen"}"#),
            (.GET, "\(agreement)/versions", "/v1/agreements/{id}/versions", nil),
            (.POST, "\(agreement)/versions", "/v1/agreements/{id}/versions", "yaml"),
            (.GET, version, "/v1/agreements/{id}/versions/{v}", nil),
            (.PUT, version, "/v1/agreements/{id}/versions/{v}", "yaml"),
            (.DELETE, version, "/v1/agreements/{id}/versions/{v}", nil),
            (.GET, "\(version)/diff?from=1", "/v1/agreements/{id}/versions/{v}/diff", nil),
            (.GET, "\(version)/publication", "/v1/agreements/{id}/versions/{v}/publication", nil),
            (
                .POST, "\(version)/publication", "/v1/agreements/{id}/versions/{v}/publication",
                #"{"effective_from": "2026-05-01T00:00:00Z"}"#
            ),
        ]
    }

    private func send(_ verb: Verb, _ path: String, _ body: String?, _ intruder: World) async throws -> Answer {
        if body == "yaml" {
            return try await intruder.service.send(
                verb, path, as: intruder.admin, body: Data(Bodies.document(key: "sla").utf8), ifMatch: "*",
                headers: ["content-type": "application/yaml"])
        }
        return try await intruder.service.send(verb, path, as: intruder.admin, json: body, ifMatch: "*")
    }

    /// Everything that the service holds, as text.
    private func snapshot(_ service: ServiceUnderTest) async throws -> [String] {
        let admin = try await service.database.admin()
        var rows: [String] = []
        for table in [
            "tenants", "customers", "members", "api_keys", "services", "calendars", "agreements", "agreement_versions",
            "subscriptions", "fees", "version_schedules", "outbox",
        ] {
            rows += try await admin.run("select t::text from \(table) t order by 1").compactMap(\.[0])
        }
        return rows
    }
}
