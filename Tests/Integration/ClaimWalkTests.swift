import Contracts
import Foundation
import Terms
import TestSupport
import Testing

/// From a measured outage to an applied credit, or to the refusal, for each of the four agreements, through the public API.
@Suite("From outage to credit", .timeLimit(.minutes(5)))
struct ClaimWalkTests {
    /// A provider with one of the demo's agreements over declared services, and a customer who subscribes to one of them.
    private func walk(
        _ name: String, service key: String, plan: String, currency: String, fees: String
    ) async throws -> (provider: Provider, customer: String, service: String, agreement: String) {
        let provider = try await Provider.make(name)
        var services: [String: String] = [:]
        if name == "zecto" {
            services[key] = try await provider.defineZectoService()
        } else {
            let file = SourceTree.url("deploy/demo/\(name)/tenant.json")
            for service in try Node(json: Data(contentsOf: file))["services"]?.items ?? [] {
                services[service["key"]?.text ?? ""] = try await provider.id("/v1/services", service.json)
            }
        }
        let agreement = try await provider.publish("\(name).yaml")
        let customer = try await provider.id("/v1/customers", #"{"key":"acme","name":"Acme"}"#)
        let service = try #require(services[key])
        try await provider.make(
            "/v1/subscriptions",
            #"{"customer":"\#(customer)","service":"\#(service)","agreement":"\#(agreement)","plan":"\#(plan)","currency":"\#(currency)","fees":\#(fees),"from":"2026-01-01T00:00:00Z"}"#
        )
        return (provider, customer, service, agreement)
    }

    @Test("Zecto: worked example 10, from 43 hours of downtime to an invoice")
    func zecto() async throws {
        let fees =
            #"{"platform":{"amount_minor":10000000,"currency":"PKR"},"usage":{"amount_minor":90000000,"currency":"PKR"}}"#
        let (provider, customer, _, _) = try await walk(
            "zecto", service: "cpaas", plan: "enterprise", currency: "PKR", fees: fees)
        // 6 % of April's 43,200 minutes.
        try await provider.declare("cpaas", "api", [("2026-04-20T00:00:00Z", "2026-04-21T19:12:00Z")])
        let statement = try await provider.statement("cpaas", month: "2026-04", countedDown: 2_592 * 60)
        #expect(statement["data", "0", "availability_percent"]?.text == "94.0000")
        let id = try #require(statement["data", "0", "id"]?.text)
        let (claim, credit) = try await provider.credit(for: id, of: customer)

        let member = try await provider.key(.member, customer: customer)
        let installation = provider.installation
        let shown = try await installation.send(.GET, "/v1/claims/\(claim)", key: member)
        #expect(shown["verdicts", "amount", "base_minor"]?.text == "10000000")
        let clauses = Set(shown["decision", "clauses"]?.items?.compactMap(\.text) ?? [])
        #expect(clauses.isSuperset(of: ["S2-2.1", "S2-5.2", "S2-5.3b", "S2-5.3d", "S2-5.4"]), "\(clauses.sorted())")
        let granted = try await installation.send(.GET, "/v1/credits/\(credit)", key: member)
        #expect(granted["amount", "amount_minor"]?.integer == 5_000_000)

        // A second claim for the month finds the credit and adds nothing.
        let second = try await installation.send(
            .POST, "/v1/claims", key: member, json: #"{"statement":"\#(id)"}"#)
        #expect(second["decision", "refusal"]?.text == "already_credited", "\(second.text)")
        let applied = try await provider.make(
            "/v1/credits/\(credit)/application",
            #"{"invoice":"INV-2026-05","due":{"amount_minor":4000000,"currency":"PKR"}}"#)
        #expect(applied["applied", "amount_minor"]?.integer == 4_000_000)
        #expect(applied["parts", "0", "remaining_minor"]?.integer == 1_000_000)
    }

    @Test("Infopromo: seven days from the failure have passed")
    func infopromo() async throws {
        let (provider, customer, _, _) = try await walk(
            "infopromo", service: "communications", plan: "standard", currency: "USD",
            fees: #"{"subscription":{"amount_minor":100000,"currency":"USD"}}"#)
        let file = SourceTree.url("deploy/demo/infopromo/tenant.json")
        let component = try Node(json: Data(contentsOf: file))["outages"]?.items?.first?["component"]?.text ?? ""
        try await provider.declare("communications", component, [("2026-04-10T00:00:00Z", "2026-04-10T03:36:00Z")])
        let statement = try await eventually("the downtime in the statement", within: 30) {
            let answer = try await provider.read(
                "/v1/statements?service=communications&commitment=uptime-standard&month=2026-04")
            return answer["data", "0", "seconds", "counted_down"]?.integer == 216 * 60 ? answer : nil
        }
        #expect(statement["data", "0", "availability_percent"]?.text == "99.5000")
        _ = try await eventually("the draft that came too late") {
            try await provider.read("/v1/claims?customer=\(customer)")["data", "0", "state"]?.text == "expired" ? true : nil
        }
        let id = try #require(statement["data", "0", "id"]?.text)
        let claim = try await provider.make("/v1/claims", #"{"customer":"\#(customer)","statement":"\#(id)"}"#)
        #expect(claim["decision", "refusal"]?.text == "late")
        #expect(claim["verdicts", "timeliness", "last_second"]?.text == "2026-04-17T23:59:59Z")
        #expect(claim["decision", "clauses"]?.items?.contains { $0.text == "S1-14" } == true, "\(claim.text)")
        // The amount is told all the same: 5 % of the month's fee.
        #expect(claim["verdicts", "amount", "amount", "amount_minor"]?.integer == 5_000)
    }

    @Test(
        "Zadarma and Connect & Engage grant nothing, and say by which clause",
        arguments: [
            ("zadarma", "telephony", "uptime", "S0-13"), ("connect-engage", "voice", "voice-availability", "S3-9"),
        ])
    func withoutRemedy(name: String, service key: String, commitment: String, clause: String) async throws {
        let file = SourceTree.url("deploy/demo/\(name)/tenant.json")
        let plan = try Node(json: Data(contentsOf: file))["subscriptions"]?.items?.first?["plan"]?.text ?? "standard"
        let (provider, customer, service, agreement) = try await walk(
            name, service: key, plan: plan, currency: "EUR", fees: "{}")
        let member = try await provider.key(.owner, customer: customer)
        let body =
            #"{"agreement":"\#(agreement)","commitment":"\#(commitment)","service":"\#(service)","at":"2026-04-10T00:00:00Z"}"#
        let claim: Answer = try await eventually("the contract being known") {
            let answer = try await provider.installation.send(.POST, "/v1/claims", key: member, json: body)
            return answer.status == 201 ? answer : nil
        }
        #expect(claim["state"]?.text == "refused" && claim["decision", "refusal"]?.text == "no_remedy_clause")
        #expect(claim["decision", "clauses"]?.items?.contains { $0.text == clause } == true, "\(claim.text)")
    }
}
