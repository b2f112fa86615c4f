import Chassis
import Contracts
import Foundation
import HTTPTypes
import Terms
import TestSupport
import Testing

@testable import Agreements

@Suite struct BadRequestTests {
    struct Case: Sendable {
        let verb: Verb
        let path: String
        let body: String?
        let status: Int
        var pointers: [String] = []
        var headers: [String: String] = [:]
    }

    static let cases: [Case] = [
        Case(verb: .POST, path: "/v1/customers", body: "", status: 400),
        Case(verb: .POST, path: "/v1/customers", body: "{", status: 400),
        Case(verb: .POST, path: "/v1/customers", body: "{\"key\": \"a\", \"key\": \"b\"}", status: 400),
        Case(verb: .POST, path: "/v1/customers", body: "nul", status: 400),
        Case(verb: .POST, path: "/v1/customers", body: "[]", status: 422, pointers: ["#"]),
        Case(verb: .POST, path: "/v1/customers", body: "{}", status: 422, pointers: ["#/key", "#/name"]),
        Case(verb: .POST, path: "/v1/customers", body: #"{"key": 5, "name": null}"#, status: 422, pointers: ["#/key", "#/name"]),
        Case(
            verb: .POST, path: "/v1/customers", body: #"{"key": "Ab c", "name": ""}"#, status: 422, pointers: ["#/key", "#/name"]),
        Case(
            verb: .POST, path: "/v1/customers", body: #"{"key": "a", "name": "A", "tenant_id": "x"}"#, status: 422,
            pointers: ["#/tenant_id"]),
        Case(
            verb: .POST, path: "/v1/customers",
            body: #"{"key": "a", "name": "A\u0000", "time_zone": "Mars/Olympus", "contact_email": "a@b"}"#, status: 422,
            pointers: ["#/contact_email", "#/name", "#/time_zone"]),
        Case(
            verb: .POST, path: "/v1/customers", body: #"{"key": "a", "name": "\#(String(repeating: "x", count: 201))"}"#,
            status: 422,
            pointers: ["#/name"]),
        Case(
            verb: .POST, path: "/v1/customers", body: #"{"key": "a", "name": "\#(String(repeating: "x", count: 20_000))"}"#,
            status: 413),
        Case(
            verb: .POST, path: "/v1/customers", body: #"{"key": "a", "name": "A"}"#, status: 415,
            headers: ["content-type": "text/plain"]),
        Case(
            verb: .POST, path: "/v1/customers", body: #"{"key": "a", "name": "A"}"#, status: 400, headers: ["idempotency-key": ""]
        ),
        Case(verb: .POST, path: "/v1/customers?x=1", body: #"{"key": "a", "name": "A"}"#, status: 400),
        Case(verb: .PATCH, path: "/v1/customers", body: "{}", status: 405),
        Case(verb: .GET, path: "/v1/customers/cus_0", body: nil, status: 404),
        Case(verb: .GET, path: "/v1/customers/svc_01ARZ3NDEKTSV4RRFFQ69G5FAV", body: nil, status: 404),
        Case(verb: .GET, path: "/v1/nothing", body: nil, status: 404),
        Case(verb: .POST, path: "/v1/tenants", body: #"{"key": "t", "name": "T"}"#, status: 403),
        Case(verb: .POST, path: "/v1/api-keys", body: #"{"name": "k", "roles": []}"#, status: 422, pointers: ["#/roles"]),
        Case(
            verb: .POST, path: "/v1/api-keys", body: #"{"name": "k", "roles": ["operator"]}"#, status: 422,
            pointers: ["#/roles/0"]),
        Case(verb: .POST, path: "/v1/api-keys", body: #"{"name": "k", "roles": ["root"]}"#, status: 422, pointers: ["#/roles/0"]),
        Case(
            verb: .POST, path: "/v1/api-keys", body: #"{"name": "k", "roles": ["agent", "agent"]}"#, status: 422,
            pointers: ["#/roles"]),
        Case(
            verb: .POST, path: "/v1/api-keys", body: #"{"name": "k", "roles": ["ingest", "agent"]}"#, status: 422,
            pointers: ["#/roles"]),
        Case(
            verb: .POST, path: "/v1/api-keys", body: #"{"name": "k", "roles": ["owner"]}"#, status: 422, pointers: ["#/customer"]),
        Case(
            verb: .POST, path: "/v1/api-keys",
            body: #"{"name": "k", "roles": ["owner", "agent"], "customer": "cus_01ARZ3NDEKTSV4RRFFQ69G5FAV"}"#, status: 422,
            pointers: ["#/roles"]),
        Case(
            verb: .POST, path: "/v1/api-keys",
            body: #"{"name": "k", "roles": ["agent"], "customer": "cus_01ARZ3NDEKTSV4RRFFQ69G5FAV"}"#, status: 422,
            pointers: ["#/customer"]),
        Case(
            verb: .POST, path: "/v1/api-keys",
            body: #"{"name": "k", "roles": ["owner"], "customer": "cus_01ARZ3NDEKTSV4RRFFQ69G5FAV"}"#, status: 422,
            pointers: ["#/customer"]),
        Case(
            verb: .POST, path: "/v1/api-keys", body: #"{"name": "k", "roles": ["agent"], "expires_at": "2026-03-01T00:00:00Z"}"#,
            status: 422, pointers: ["#/expires_at"]),
        Case(
            verb: .POST, path: "/v1/subscriptions", body: #"{"customer": "x", "fees": {"a": {"amount_minor": -1}}}"#, status: 422,
            pointers: [
                "#/agreement", "#/currency", "#/customer", "#/fees/a/amount_minor", "#/fees/a/currency", "#/from", "#/plan",
                "#/service",
            ]),
        Case(verb: .GET, path: "/v1/subscriptions?customer=x", body: nil, status: 400),
        Case(verb: .POST, path: "/v1/agreements", body: #"{"key": "a"}"#, status: 422, pointers: ["#/title"]),
    ]

    @Test func everyMalformedRequestGetsItsProblemAndChangesNothing() async throws {
        try await World.with { world in
            for test in Self.cases {
                let answer = try await world.service.send(
                    test.verb, test.path, as: world.admin, json: test.body, headers: test.headers)
                let what: Comment = "\(test.verb.rawValue) \(test.path) \(test.body ?? ""): \(answer.status) \(answer.text)"
                #expect(answer.status == test.status, what)
                #expect(answer.headers["content-type"] == "application/problem+json", what)
                #expect(answer.headers["x-request-id"] != nil, what)
                let problem = try answer.problem()
                #expect(problem.status == test.status, what)
                #expect(problem.type.hasPrefix(Problem.base), what)
                if !test.pointers.isEmpty { #expect(problem.errors.map(\.pointer).sorted() == test.pointers, what) }
            }
            #expect(try await world.service.told().map(\.type) == [TenantCreated.type])
            for path in ["customers", "agreements", "subscriptions"] {
                #expect(try await world.service.send(.GET, "/v1/\(path)", as: world.admin).at("data") == "[]")
            }
        }
    }

    @Test func whoeverMayNotIsToldSo() async throws {
        try await World.with { world in
            let all = try await world.full()
            for route in world.service.parts.routes {
                guard case .roles(let allowed) = route.access, let verb = Verb(rawValue: route.method.rawValue) else { continue }
                let path = route.path.replacing("{id}", with: all.customer.description).replacing("{member}", with: "x")
                    .replacing("{v}", with: "1")
                #expect(try await world.service.send(verb, path).status == 401, "\(verb) \(path)")
                for role in Role.allCases where !allowed.contains(role) {
                    let caller = Caller.of(world.tenant, role, customer: role.isCustomerBound ? all.customer : nil)
                    #expect(try await world.service.send(verb, path, as: caller).status == 403, "\(verb) \(path) as \(role)")
                }
            }
        }
    }
}
