import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

/// Worked examples 7 to 9 through the public API, as they happened: each in an installation whose clock it moves. The tenth is a
/// walk of ``ClaimWalkTests``.
@Suite("Worked examples of claims and tickets", .serialized, .timeLimit(.minutes(5)))
struct ClaimExampleTests {
    private static let fees = #"{"platform":{"amount_minor":10000000,"currency":"PKR"}}"#

    private func at(_ text: String) throws -> Instant {
        try #require(Instant(rfc3339: text), "\(text)")
    }

    /// A claim once it waits for nothing that other services tell.
    private func settled(_ claim: String, of provider: Provider) async throws -> Answer {
        try await eventually("the statement of \(claim)", within: 30) {
            let answer = try await provider.read("/v1/claims/\(claim)")
            return answer["state"]?.text == "awaiting_window" ? nil : answer
        }
    }

    @Test("7: 216 minutes of April, in proportion as shipped, by complete and by started steps")
    func seventh() async throws {
        try await Installation.with(at: try at("2026-04-30T12:00:00Z")) { installation in
            let ways = [("pro_rata", "5", 50_000 as Int64), ("complete", "0", 0), ("started", "10", 100_000)]
            var contracts: [Contract] = []
            for (counting, _, _) in ways {
                let contract = try await Contract.make(
                    "infopromo", service: "communications", plan: "standard", currency: "USD",
                    fees: #"{"subscription":{"amount_minor":1000000,"currency":"USD"}}"#,
                    replacing: [("counting: pro_rata", "counting: \(counting)")], in: installation)
                let outage = ("2026-04-29T00:00:00Z", "2026-04-29T03:36:00Z")
                try await contract.provider.declare("communications", "voice", [outage])
                contracts.append(contract)
            }
            installation.clock.set(try at("2026-05-03T00:00:01Z"))
            for (contract, (_, percent, minor)) in zip(contracts, ways) {
                try await expectCredit(of: minor, percent, contract)
            }
        }
    }

    private func expectCredit(of minor: Int64, _ percent: String, _ contract: Contract) async throws {
        let provider = contract.provider
        let found = try await provider.statement(
            "communications", commitment: "uptime-standard", month: "2026-04", countedDown: 216 * 60)["data", "0"]
        #expect(found?["availability_percent"]?.text == "99.5000" && found?["verdict"]?.text == "missed")
        #expect(found?["seconds"]?["total"]?.integer == 2_592_000)
        #expect(found?["remedy"]?["percent"]?.text == percent && found?["remedy"]?["clause"]?.text == "S1-12")
        let cited = found?["interpretations"]?.items ?? []
        #expect(cited.contains { $0["clause"]?.text == "S1-12" }, "\(found?.json ?? "")")

        let member = try await provider.key(.owner, customer: contract.customer)
        let statement = try #require(found?["id"]?.text)
        let made = try await contract.open("/v1/claims", #"{"statement":"\#(statement)"}"#, key: member)
        let claim = try await settled(try #require(made["id"]?.text), of: provider)
        let amount = claim["verdicts", "amount"]
        #expect(amount?["applied_percent"]?.text == percent && amount?["base_minor"]?.text == "1000000")
        #expect(amount?["amount"]?["amount_minor"]?.integer == minor)
        #expect(amount?["clauses"]?.items?.contains { $0.text == "S1-12" } == true, "\(claim.text)")
        #expect(claim["verdicts", "timeliness", "last_second"]?.text == "2026-05-06T23:59:59Z")
        guard minor > 0 else {
            #expect(claim["decision", "refusal"]?.text == "nothing_due", "\(claim.text)")
            #expect(try await provider.read("/v1/credits")["data"]?.items?.isEmpty == true)
            return
        }
        let credit = try await provider.approve(try #require(claim["id"]?.text))
        let granted = try await provider.installation.send(.GET, "/v1/credits/\(credit)", key: member)
        #expect(granted["amount", "amount_minor"]?.integer == minor && granted["amount", "currency"]?.text == "USD")
        let clauses = Set(granted["clauses"]?.items?.compactMap(\.text) ?? [])
        #expect(clauses.isSuperset(of: ["S1-1", "S1-12", "S1-14"]), "\(clauses.sorted())")
    }

    @Test("8: a request of high priority on the Friday before the clocks change")
    func eighth() async throws {
        try await Installation.with(at: try at("2026-03-27T15:30:00Z")) { installation in
            let contract = try await Contract.make(
                "connect-engage", service: "voice", plan: "standard", currency: "EUR", fees: "{}", in: installation)
            let member = try await contract.provider.key(.member, customer: contract.customer)
            let body = #"{"service":"voice","priority":"high","subject":"No calls","text":"The trunk rejects all calls."}"#
            func clock(_ ticket: String) async throws -> Node? {
                let clocks = try await installation.send(.GET, "/v1/tickets/\(ticket)/clocks", key: member)
                return clocks["data"]?.items?.first { $0["measure"]?.text == "first_response" }
            }
            // A ticket of before the subscription was known has no clock.
            let first = try await eventually("a ticket under the agreement", within: 30) {
                let id = try await contract.open("/v1/tickets", body, key: member)["id"]?.text ?? ""
                return try await clock(id) == nil ? nil : id
            }
            let second = try #require(try await contract.open("/v1/tickets", body, key: member)["id"]?.text)
            for ticket in [first, second] {
                let running = try #require(try await clock(ticket))
                #expect(running["state"]?.text == "running" && running["due_at"]?.text == "2026-03-30T07:00:00Z")
                #expect(running["clause"]?.text == "S3-5b" && running["strength"]?.text == "guarantee")
                #expect(running["target_seconds"]?.integer == 3600)
            }
            // Monday, nine o'clock in Amsterdam is in time; a second later is not.
            let agent = try await contract.provider.key(.agent)
            for (ticket, time, outcome) in [(first, "2026-03-30T07:00:00Z", "met"), (second, "2026-03-30T07:00:01Z", "breached")]
            {
                installation.clock.set(try at(time))
                let reply = try await installation.send(
                    .POST, "/v1/tickets/\(ticket)/messages", key: agent, json: #"{"text":"We are looking into it."}"#)
                try #require(reply.status == 201, "\(reply.text)")
                let judged = try #require(try await clock(ticket))
                #expect(judged["state"]?.text == outcome && judged["verdict"]?["outcome"]?.text == outcome, "\(judged.json)")
                #expect(judged["verdict"]?["at"]?.text == time && judged["verdict"]?["clause"]?.text == "S3-5b")
            }
        }
    }

    @Test("9: a claim in the last second of the thirtieth day waits for March to close, and one of the next second is late")
    func ninth() async throws {
        try await Installation.with(at: try at("2026-03-31T18:59:59Z")) { installation in
            let contract = try await Contract.make(
                "zecto", service: "cpaas", plan: "enterprise", currency: "PKR", fees: Self.fees, in: installation)
            let provider = contract.provider
            let other = try await contract.another("other")
            // Ends on 1 March, 10:00 in Karachi.
            try await provider.declare("cpaas", "api", [("2026-03-01T02:00:00Z", "2026-03-01T05:00:00Z")])
            let body = #"""
                {"agreement":"\#(contract.agreement)","commitment":"uptime","service":"\#(contract.service)",
                 "at":"2026-03-01T04:00:00Z","evidence":[
                   {"requirement":"Specific dates and times of service unavailability","text":"1 March, 07:00 to 10:00"}]}
                """#
            var claims: [String] = []
            for (customer, time) in [(contract.customer, "2026-03-31T18:59:59Z"), (other, "2026-03-31T19:00:00Z")] {
                installation.clock.set(try at(time))
                let member = try await provider.key(.member, customer: customer)
                let claim = try await contract.open("/v1/claims", body, key: member)
                #expect(claim["state"]?.text == "awaiting_window", "\(claim.text)")
                #expect(claim["received_at"]?.text == time && claim["window", "label"]?.text == "2026-03")
                #expect(claim["review", "begins_at"]?.text == "2026-03-31T19:00:00Z")
                claims.append(try #require(claim["id"]?.text))
            }
            // The month is judged, and settles two days later.
            installation.clock.set(try at("2026-04-02T19:00:01Z"))
            let inTime = try await settled(claims[0], of: provider)
            #expect(inTime["state"]?.text == "under_review", "\(inTime.text)")
            #expect(inTime["verdicts", "breach", "availability_percent"]?.text == "99.5967")
            #expect(inTime["verdicts", "breach", "measured_seconds"]?.integer == 10_800)
            #expect(inTime["verdicts", "amount", "applied_percent"]?.text == "10")
            let late = try await settled(claims[1], of: provider)
            #expect(late["state"]?.text == "refused" && late["decision", "refusal"]?.text == "late", "\(late.text)")
            #expect(late["decision", "clauses"]?.items?.contains { $0.text == "S2-5.3d" } == true)
            for (claim, verdict) in [(inTime, "in_time"), (late, "late")] {
                let timeliness = claim["verdicts", "timeliness"]
                #expect(timeliness?["verdict"]?.text == verdict && timeliness?["from"]?.text == "last_outage_end")
                #expect(timeliness?["anchor"]?.text == "2026-03-01T05:00:00Z")
                #expect(timeliness?["last_second"]?.text == "2026-03-31T18:59:59Z")
                #expect(timeliness?["clauses"]?.items?.contains { $0.text == "S2-5.3d" } == true, "\(claim.text)")
            }
            let credit = try await provider.approve(claims[0])
            #expect(try await provider.read("/v1/credits/\(credit)")["amount", "amount_minor"]?.integer == 1_000_000)
            #expect(try await provider.read("/v1/credits")["data"]?.items?.count == 1)
        }
    }
}
