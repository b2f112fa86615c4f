import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

/// From a measured outage to an applied credit, or to the refusal, for each of the four agreements, through the public API.
@Suite("From outage to credit", .timeLimit(.minutes(5)))
struct ClaimWalkTests {
    @Test("Zecto: worked example 10, from 43 hours of downtime to an invoice")
    func zecto() async throws {
        let fees =
            #"{"platform":{"amount_minor":10000000,"currency":"PKR"},"usage":{"amount_minor":90000000,"currency":"PKR"}}"#
        let contract = try await Contract.make(
            "zecto", service: "cpaas", plan: "enterprise", currency: "PKR", fees: fees)
        let (provider, customer) = (contract.provider, contract.customer)
        // 6 % of April's 43,200 minutes.
        try await provider.declare("cpaas", "api", [("2026-04-20T00:00:00Z", "2026-04-21T19:12:00Z")])
        let statement = try await provider.statement("cpaas", month: "2026-04", countedDown: 2_592 * 60)
        #expect(statement["data", "0", "availability_percent"]?.text == "94.0000")
        let id = try #require(statement["data", "0", "id"]?.text)
        let (claim, credit) = try await provider.credit(for: id, of: customer)

        let member = try await provider.key(.member, customer: customer)
        let installation = provider.installation
        let shown = try await installation.send(.GET, "/v1/claims/\(claim)", key: member)
        // Of the platform fee alone, and by the cap no more than half of it.
        #expect(shown["verdicts", "amount", "base_minor"]?.text == "10000000")
        #expect(shown["verdicts", "amount", "most", "amount_minor"]?.integer == 5_000_000)
        let clauses = Set(shown["decision", "clauses"]?.items?.compactMap(\.text) ?? [])
        #expect(clauses.isSuperset(of: ["S2-2.1", "S2-5.2", "S2-5.3b", "S2-5.3d", "S2-5.4"]), "\(clauses.sorted())")
        let granted = try await installation.send(.GET, "/v1/credits/\(credit)", key: member)
        #expect(granted["amount", "amount_minor"]?.integer == 5_000_000)

        // A second claim for the month finds the credit and adds nothing.
        let second = try await installation.send(
            .POST, "/v1/claims", key: member, json: #"{"statement":"\#(id)"}"#)
        #expect(second["decision", "refusal"]?.text == "already_credited", "\(second.text)")
        #expect(second["verdicts", "amount", "amount", "amount_minor"]?.integer == 0)
        let credits = try await installation.send(.GET, "/v1/credits", key: member)["data"]?.items
        #expect(credits?.compactMap { $0["id"]?.text } == [credit])
        let applied = try await provider.make(
            "/v1/credits/\(credit)/application",
            #"{"invoice":"INV-2026-05","due":{"amount_minor":4000000,"currency":"PKR"}}"#)
        #expect(applied["applied", "amount_minor"]?.integer == 4_000_000)
        #expect(applied["parts", "0", "remaining_minor"]?.integer == 1_000_000)
    }

    @Test("Zecto: a month that is restated after its credit is credited what was missing, once")
    func supplement() async throws {
        try await Installation.with(at: Installation.now) { try await supplement(in: $0) }
    }

    private func supplement(in installation: Installation) async throws {
        let contract = try await Contract.make(
            "zecto", service: "cpaas", plan: "enterprise", currency: "PKR",
            fees: #"{"platform":{"amount_minor":10000000,"currency":"PKR"}}"#, in: installation)
        let provider = contract.provider
        try await provider.declare("cpaas", "api", [("2026-04-20T00:00:00Z", "2026-04-20T07:30:00Z")])
        let first = try await provider.statement("cpaas", month: "2026-04", countedDown: 27_000)
        let statement = try #require(first["data", "0", "id"]?.text)
        let (claim, credit) = try await provider.credit(for: statement, of: contract.customer)

        // Another outage comes to light: 3,000 minutes in all are 93.0555 %, and half of the fee.
        try await provider.declare("cpaas", "sms", [("2026-04-21T00:00:00Z", "2026-04-22T18:30:00Z")])
        let flagged: Node = try await eventually("the flag", within: 30) {
            // A statement is restated when corrections have been quiet for a while.
            installation.clock.advance(by: 60)
            let found = try await provider.read("/v1/claims?flagged=true")["data", "0"]
            return found?["reevaluation"]?["verdicts"]?["breach"]?["measured_seconds"]?.integer == 180_000 ? found : nil
        }
        #expect(flagged["id"]?.text == claim && flagged["state"]?.text == "approved")
        #expect(flagged["reevaluation"]?["outcome"]?.text == "more")
        #expect(flagged["reevaluation"]?["amount"]?["amount_minor"]?.integer == 5_000_000)
        let approver = try await provider.key(.approver)
        let path = "/v1/claims/\(claim)/decision"
        let body = #"{"decision":"supplemented","reason":"The carrier's log came later."}"#
        let answered = try await installation.send(.POST, path, key: approver, json: body)
        try #require(answered.status == 200, "\(answered.text)")
        #expect(answered["credit"]?.text == credit && answered["reevaluation", "is_flagged"]?.json == "false")
        #expect(try await installation.send(.POST, path, key: approver, json: body).status == 409)

        let member = try await provider.key(.member, customer: contract.customer)
        let credits = try await installation.send(.GET, "/v1/credits?claim=\(claim)", key: member)["data"]?.items ?? []
        #expect(credits.count == 2)
        let added = try #require(credits.first { $0["supplements"]?.text == credit })
        #expect(added["id"]?.text == answered["supplements", "0"]?.text && added["statement"]?.text == statement)
        #expect(added["amount"]?["amount_minor"]?.integer == 2_500_000)
        #expect(added["clauses"]?.items?.contains { $0.text == "S2-5.2" } == true)
        let applied = try await provider.make(
            "/v1/credits/\(try #require(added["id"]?.text))/application",
            #"{"invoice":"INV-2026-05","due":{"amount_minor":6000000,"currency":"PKR"}}"#)
        #expect(applied["applied", "amount_minor"]?.integer == 5_000_000)
    }

    @Test("Infopromo: seven days from the failure have passed")
    func infopromo() async throws {
        let contract = try await Contract.make(
            "infopromo", service: "communications", plan: "standard", currency: "USD",
            fees: #"{"subscription":{"amount_minor":100000,"currency":"USD"}}"#)
        let (provider, customer) = (contract.provider, contract.customer)
        let file = SourceTree.url("deploy/demo/infopromo/tenant.json")
        let component = try Node(json: Data(contentsOf: file))["outages"]?.items?.first?["component"]?.text ?? ""
        try await provider.declare("communications", component, [("2026-04-10T00:00:00Z", "2026-04-10T03:36:00Z")])
        let statement = try await provider.statement(
            "communications", commitment: "uptime-standard", month: "2026-04", countedDown: 216 * 60)
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
        let contract = try await Contract.make(name, service: key, plan: plan, currency: "EUR", fees: "{}")
        let member = try await contract.provider.key(.owner, customer: contract.customer)
        let body =
            #"{"agreement":"\#(contract.agreement)","commitment":"\#(commitment)","service":"\#(contract.service)","at":"2026-04-10T00:00:00Z"}"#
        let claim = try await contract.open("/v1/claims", body, key: member)
        #expect(claim["state"]?.text == "refused" && claim["decision", "refusal"]?.text == "no_remedy_clause")
        #expect(claim["decision", "clauses"]?.items?.contains { $0.text == clause } == true, "\(claim.text)")
    }
}
