import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// `POST /v1/backtests`: agreements over the tenant's own history.
@Suite struct BacktestTests {
    private func zecto() throws -> String {
        try String(contentsOf: SourceTree.url("deploy/demo/agreements/zecto.yaml"), encoding: .utf8)
    }

    private func quoted(_ text: String) throws -> String {
        String(decoding: try JSONEncoder().encode(text), as: UTF8.self)
    }

    /// March with an hour down beside maintenance of three.
    private func march(_ world: World) async throws -> AgreementID {
        let id = try await world.publish("zecto.yaml", [try await world.defineDeclared()])
        try await world.measure([world.outage("n1", "api", "2026-03-09T20:30:00Z", "2026-03-10T00:30:00Z")])
        try await world.post(
            "/v1/maintenance",
            #"""
            {"service": "cpaas", "kind": "scheduled", "from": "2026-03-09T21:00:00Z", "to": "2026-03-10T00:00:00Z",
             "title": "Database upgrade", "announced_at": "2026-03-07T20:00:00Z", "proof": "mail to all customers"}
            """#, as: world.admin)
        return id
    }

    private static let time = #""from": "2026-03-05T00:00:00Z", "to": "2026-04-01T00:00:00Z""#

    @Test func thePublishedVersionGivesWhatItsStatementsSay() async throws {
        try await World.with { world in
            let id = try await march(world)
            let live = try await world.statement("service=cpaas&month=2026-03")
            for name in ["zecto-sla", "\(id)"] {
                let report = try await world.post(
                    "/v1/backtests", #"{"agreement": {"id": "\#(name)"}, \#(Self.time)}"#, as: world.agent, expecting: 200
                ).decode(BacktestReport.self)
                let statement = try #require(report.statements.first { $0.window.label == "2026-03" })
                #expect(statement.agreement == id && statement.agreementVersion == 1)
                #expect(statement.seconds == live.seconds)
                #expect(statement.availabilityPercent == "99.8655")
                #expect(statement.clauses == live.clauses)
                #expect(statement.qualifications == live.qualifications)
                #expect(statement.remedy == live.remedy)
                #expect(report.against == nil)
            }
        }
    }

    @Test func aDraftIsComparedWithTheVersionInForce() async throws {
        try await World.with { world in
            _ = try await march(world)
            let draft = try zecto().replacing(#"target: "99.9""#, with: #"target: "99.8""#)
            let facts = """
                {"format": "pledge-facts/1", "currency": "PKR", "fees": [{"class": "platform", "amount_minor": 10000000}]}
                """
            let body =
                #"{"agreement": {"document": \#(try quoted(draft))}, \#(Self.time), "services": ["cpaas"], "facts": \#(facts)}"#
            let report = try await world.post("/v1/backtests", body, as: world.admin, expecting: 200)
                .decode(BacktestReport.self)
            #expect(report.statements.first { $0.window.label == "2026-03" }?.verdict == .met)
            let against = try #require(report.against)
            let difference = try #require(against.differences.first { $0.window == "2026-03" })
            #expect(difference.ours?.verdict == .met)
            #expect(difference.theirs?.verdict == .missed)
            #expect(difference.theirs?.remedyPercent == "10")
            #expect(against.creditDifference?.description == "-10000.00 PKR")
            // Nothing was stored.
            #expect(try await world.statement("service=cpaas&month=2026-03").verdict == .missed)
        }
    }

    @Test func factsMayHoldWhatTheHistoryHasNot() async throws {
        try await World.with { world in
            let id = try await march(world)
            let facts = """
                {"format": "pledge-facts/1",
                 "metrics": [{"service": "cpaas", "component": "voice", "of": "calls", "metric": "connection_time", "unit": "s",
                   "at": "2026-03-10T00:00:00Z", "period_seconds": 86400, "histogram": {"bounds": [10], "counts": [1958, 42]}}],
                 "tickets": [{"id": "t", "tier": "standard", "events": [
                   {"kind": "created", "at": "2026-03-10T04:00:00Z", "priority": "critical"}]}]}
                """
            let body = #"{"agreement": {"id": "\#(id)", "version": 1}, \#(Self.time), "facts": \#(facts)}"#
            let report = try await world.post("/v1/backtests", body, as: world.admin, expecting: 200)
                .decode(BacktestReport.self)
            let objective = try #require(report.objectives.first { $0.window.label == "2026-03" })
            #expect(objective.objective == "voice-connection")
            // 1,958 of 2,000 calls within 10 s, of 99%.
            #expect(objective.findings.map(\.low) == ["97.9000"])
            #expect(objective.verdict == .missed)
            #expect(report.tickets.map(\.state) == [.breached])
            #expect(report.notEvaluated.contains { $0.id == "sms-delivery-time" })
            #expect(report.statements.allSatisfy { $0.agreementVersion == 1 })
        }
    }

    @Test func whatIsWrongIsSaid() async throws {
        try await World.with { world in
            _ = try await march(world)
            func refused(_ body: String, _ status: Int, as caller: Caller? = nil) async throws -> String {
                try await world.post("/v1/backtests", body, as: caller ?? world.admin, expecting: status).text
            }
            let id = #""agreement": {"id": "zecto-sla"}"#
            #expect(try await refused(#"{"agreement": {}, \#(Self.time)}"#, 422).contains("exactly one of"))
            #expect(try await refused(#"{"agreement": {"id": "nobody"}, \#(Self.time)}"#, 404).contains("published version"))
            #expect(
                try await refused(#"{\#(id), "from": "2026-04-01T00:00:00Z", "to": "2026-03-01T00:00:00Z"}"#, 422).contains(
                    "#/to"))
            #expect(
                try await refused(#"{\#(id), "from": "2000-04-01T00:00:00Z", "to": "2026-03-01T00:00:00Z"}"#, 422).contains(
                    "1830"))
            // A draft is told to nobody before it is published.
            #expect(
                try await refused(#"{"agreement": {"id": "zecto-sla", "version": 2}, \#(Self.time)}"#, 404).contains(
                    "a draft is to be sent as document"))
            let twice = #"{"format": "pledge-facts/1", "resources": [{"service": "cpaas"}], "outages": []}"#
            #expect(try await refused(#"{\#(id), \#(Self.time), "facts": \#(twice)}"#, 422).contains("#/facts/resources/0/state"))
            #expect(try await refused(#"{\#(id), "services": ["fax"], \#(Self.time)}"#, 422).contains("#/services/0"))
            let broken = try await refused(
                #"{"agreement": {"document": "format: pledge-agreement/1\nkey: X"}, \#(Self.time)}"#, 422)
            #expect(broken.contains("#/agreement/document/key") && broken.contains(#""line":2"#), "\(broken)")
            _ = try await refused(#"{\#(id), \#(Self.time)}"#, 403, as: world.approver)
            // Another tenant's agreements are not there.
            let other = try await world.another()
            try await other.post("/v1/backtests", #"{\#(id), \#(Self.time)}"#, as: other.admin, expecting: 404)
            let rolling = try zecto().replacing("window: {kind: month", with: "window: {kind: rolling-30d")
            let long = #""from": "2021-05-10T00:00:00Z", "to": "2026-05-01T00:00:00Z""#
            let many = #"{"agreement": {"document": \#(try quoted(rolling))}, \#(long)}"#
            _ = try await world.post("/v1/backtests", many, as: world.admin, expecting: 200)
        }
    }
}
