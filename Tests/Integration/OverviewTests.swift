import Contracts
import Foundation
import Terms
import TestSupport
import Testing

/// The overview of a tenant in which everything goes on at once, for its staff, for a customer's people, and for strangers. What
/// every answer looks like is held against the document by `send`.
@Suite("The overview of an installation", .timeLimit(.minutes(5)))
struct OverviewTests {
    private struct Scene {
        let provider: Provider
        let own: String
        let other: String

        /// The overview, once it says what is expected: what was done reaches the services by events.
        func overview(_ key: String, _ isExpected: (Answer) -> Bool) async throws -> Answer {
            var last = ""
            do {
                return try await eventually("the overview", within: 30) {
                    let answer = try await provider.installation.send(.GET, "/v1/overview", key: key)
                    last = answer.text
                    return answer.status == 200 && isExpected(answer) ? answer : nil
                }
            } catch {
                Issue.record("\(last)")
                throw error
            }
        }
    }

    /// Zecto with an outage that goes on, a declared incident, maintenance ahead, a ticket and a claim of each of two customers.
    private func scene() async throws -> Scene {
        let provider = try await Provider.make("overview")
        let service = try await provider.defineZectoService()
        let agreement = try await provider.publish("zecto.yaml")
        var customers: [String] = []
        for key in ["own", "other"] {
            let customer = try await provider.id("/v1/customers", #"{"key":"\#(key)","name":"\#(key)"}"#)
            customers.append(customer)
            try await provider.make(
                "/v1/subscriptions",
                #"{"customer":"\#(customer)","service":"\#(service)","agreement":"\#(agreement)","plan":"enterprise","currency":"PKR","fees":{"platform":{"amount_minor":10000000,"currency":"PKR"}},"from":"2026-01-01T00:00:00Z"}"#
            )
        }
        try await provider.declare("cpaas", "api", [("2026-04-20T00:00:00Z", "2026-04-20T12:00:00Z")])
        try await provider.measure([
            #"{"kind":"outage","id":"now","service":"cpaas","component":"sms","from":"2026-05-14T22:00:00Z"}"#
        ])
        try await provider.make(
            "/v1/maintenance",
            #"{"service":"cpaas","kind":"scheduled","from":"2026-06-01T00:00:00Z","to":"2026-06-01T01:00:00Z","title":"Works"}"#)
        try await provider.make(
            "/v1/incidents", #"{"services":["cpaas"],"title":"No SMS","text":"We are looking into it.","down":true}"#)
        let statement = try #require(
            try await provider.statement("cpaas", month: "2026-04", countedDown: 43_200)["data", "0", "id"]?.text)
        for customer in customers {
            _ = try await eventually("the ticket", within: 30) {
                let answer = try await provider.installation.send(
                    .POST, "/v1/tickets", key: provider.admin,
                    json: #"{"customer":"\#(customer)","service":"cpaas","subject":"No SMS","text":"None.","priority":"high"}"#)
                return answer.status == 201 ? true : nil
            }
        }
        _ = try await provider.credit(for: statement, of: customers[0])
        _ = try await eventually("the draft", within: 30) {
            try await provider.read("/v1/claims?customer=\(customers[1])&state=drafted")["data", "0", "id"]?.text
        }
        try await provider.make(
            "/v1/claims",
            #"{"customer":"\#(customers[1])","statement":"\#(statement)","evidence":[{"requirement":"Specific dates and times of service unavailability","text":"20 April"}]}"#
        )
        return Scene(provider: provider, own: customers[0], other: customers[1])
    }

    @Test("shows what needs attention to whom it concerns")
    func everything() async throws {
        let scene = try await scene()
        let provider = scene.provider
        let staff = try await scene.overview(provider.admin) { $0["incidents", "total"]?.integer ?? 0 > 0 }
        // The component, and the service by its tree.
        #expect(staff["outages", "total"]?.integer == 2)
        #expect(staff["budgets", "at_risk"]?.integer ?? 0 > 0, "two hours of 44.64 minutes")
        #expect(staff["maintenance", "data", "0", "title"]?.text == "Works")
        #expect(staff["tickets", "total"]?.integer == 2)
        #expect(staff["tickets", "data"]?.items?.count == 2)
        let due = staff["tickets", "data"]?.items?.compactMap { $0["clock"]?["due_at"]?.text } ?? []
        #expect(due.count == 2 && due == due.sorted())
        #expect(staff["claims", "total"]?.integer == 1 && staff["claims", "data", "0", "customer"]?.text == scene.other)
        #expect(staff["credits", "total"]?.integer == 1 && staff["credits", "data", "0", "customer"]?.text == scene.own)
        let left = staff["credits", "data", "0", "remaining_minor"]?.integer
        #expect(left ?? 0 > 0 && staff["credits", "outstanding", "0", "amount_minor"]?.integer == left)

        // Each customer's people see their own ticket, claim and credit, and the service that both have.
        let own = try await scene.overview(try await provider.key(.member, customer: scene.own)) { _ in true }
        #expect(own["tickets", "total"]?.integer == 1 && own["tickets", "data", "0", "ticket", "customer"]?.text == scene.own)
        #expect(own["claims", "total"]?.integer == 0 && own["credits", "total"]?.integer == 1)
        #expect(own["outages", "total"]?.integer == 2 && own["incidents", "total"]?.integer ?? 0 > 0)
        #expect(!own.text.contains(scene.other))
        let other = try await scene.overview(try await provider.key(.owner, customer: scene.other)) { _ in true }
        #expect(other["claims", "total"]?.integer == 1 && other["credits", "total"]?.integer == 0)
        #expect(!other.text.contains(scene.own))

        // A customer without a contract has nothing, and another tenant neither.
        let stranger = try await provider.id("/v1/customers", #"{"key":"stranger","name":"S"}"#)
        let keys = [try await provider.key(.member, customer: stranger), try await Provider.make("elsewhere").admin]
        for key in keys {
            let nothing = try await scene.overview(key) { _ in true }
            for part in ["outages", "budgets", "maintenance", "incidents", "tickets", "claims", "credits"] {
                #expect(nothing[part, "total"]?.integer == 0, "\(part)")
                #expect(nothing[part, "data"]?.items?.isEmpty == true, "\(part)")
            }
        }
    }

    @Test("the inner parts are nobody's from outside")
    func inner() async throws {
        let provider = try await Provider.make("inner")
        for path in [InternalRoutes.overview, "\(InternalRoutes.statusPage)?tenant=\(provider.tenant)"] {
            let answer = try await provider.installation.send(.GET, path, key: provider.admin)
            #expect(answer.status == 404, "\(path)")
        }
    }
}
