import Chassis
import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Availability

/// The worked examples 1 to 6, through the service's own API, with the numbers and the clauses that they must give.
@Suite struct WorkedExampleTests {
    /// S2, March 2026: an outage around maintenance that was announced 49 hours before.
    @Test func maintenanceAnnouncedInTimeIsExcluded() async throws {
        try await World.with { world in
            try await world.publish("zecto.yaml", [try await world.defineDeclared()])
            try await world.measure([world.outage("n1", "api", "2026-03-09T20:30:00Z", "2026-03-10T00:30:00Z")])
            try await world.post(
                "/v1/maintenance",
                #"""
                {"service": "cpaas", "kind": "scheduled", "from": "2026-03-09T21:00:00Z", "to": "2026-03-10T00:00:00Z",
                 "title": "Database upgrade", "announced_at": "2026-03-07T20:00:00Z", "proof": "mail to all customers"}
                """#, as: world.admin)
            let statement = try await world.statement("service=cpaas&month=2026-03")
            #expect(statement.seconds.total == 44_640 * 60)
            #expect(statement.seconds.excluded == 180 * 60)
            #expect(statement.seconds.down == 60 * 60)
            #expect(statement.seconds.unknown == 0)
            #expect(statement.seconds.up == 44_640 * 60 - 240 * 60)
            #expect(statement.availability == Ratio(44_580 * 60, of: 44_640 * 60))
            #expect(statement.availabilityPercent == "99.8655")
            #expect(statement.verdict == .missed)
            #expect(statement.clause == "S2-2.1")
            #expect(statement.excluded.map(\.ground) == [.scheduledMaintenance])
            #expect(statement.excluded.first?.clauses == ["S2-2.4a"])
            #expect(statement.remedy?.percent == "10")
            #expect(statement.remedy?.clause == "S2-5.2")
            #expect(statement.state == .final && statement.revision == 1)
            try await everySecond(of: statement, in: world)
        }
    }

    /// S2: of an emergency maintenance of 90 minutes, all downtime, an hour is excluded.
    @Test func emergencyMaintenanceIsCapped() async throws {
        try await World.with { world in
            try await world.publish("zecto.yaml", [try await world.defineDeclared()])
            try await world.measure([world.outage("n1", "sms", "2026-03-12T06:00:00Z", "2026-03-12T07:30:00Z")])
            try await world.post(
                "/v1/maintenance",
                #"""
                {"service": "cpaas", "kind": "emergency", "from": "2026-03-12T06:00:00Z", "to": "2026-03-12T07:30:00Z",
                 "title": "Security patch"}
                """#, as: world.agent)
            let statement = try await world.statement("service=cpaas&month=2026-03")
            #expect(statement.seconds.excluded == 3_600)
            #expect(statement.seconds.down == 1_800)
            #expect(statement.availabilityPercent == "99.9327")
            #expect(statement.verdict == .met)
            #expect(statement.remedy == nil)
            #expect(statement.excluded.first?.clauses == ["S2-2.4b"])
            try await everySecond(of: statement, in: world)
        }
    }

    /// S2, April 2026: 450 minutes fall between the printed tiers.
    @Test func betweenTheTiersTheInterpretationDecides() async throws {
        try await World.with { world in
            try await world.publish("zecto.yaml", [try await world.defineDeclared()])
            try await world.measure([world.outage("n1", "api", "2026-04-10T00:00:00Z", "2026-04-10T07:30:00Z")])
            let statement = try await world.statement("service=cpaas&month=2026-04")
            #expect(statement.seconds.total == 43_200 * 60)
            #expect(statement.availabilityPercent == "98.9583")
            #expect(statement.verdict == .missed)
            #expect(statement.remedy?.percent == "25")
            let cited = statement.interpretations.filter { $0.clause == "S2-5.2" }
            #expect(!cited.isEmpty)
            #expect(statement.remedy?.interpretations.contains(cited.first?.id ?? "") == true)
        }
    }

    /// S2, April 2026: 43.2 minutes down are exactly the target.
    @Test func exactlyTheTargetIsMet() async throws {
        try await World.with { world in
            try await world.publish("zecto.yaml", [try await world.defineDeclared()])
            try await world.measure([world.outage("n1", "api", "2026-04-10T00:00:00Z", "2026-04-10T00:43:12Z")])
            let statement = try await world.statement("service=cpaas&month=2026-04")
            #expect(statement.seconds.down == 2_592)
            #expect(statement.availabilityPercent == "99.9000")
            #expect(statement.verdict == .met)
            #expect(statement.remedy == nil)
            #expect(statement.budget.leftSeconds == "0.000")
        }
    }

    /// S3 Voice, first quarter of 2026: excluded time leaves the base, and then the target is missed.
    @Test func excludedTimeLeavesTheBase() async throws {
        try await World.with { world in
            let trunks = ["a", "b", "c"]
            let voice = try await world.define(
                "voice", trunks.map { ComponentState(key: $0, name: nil, source: .declared) }, .any(trunks.map { .component($0) })
            )
            try await world.publish("connect-engage.yaml", [voice], from: "2025-01-01T00:00:00Z")
            try await world.measure(
                trunks.map { world.outage("n-\($0)", $0, "2026-02-03T12:00:00Z", "2026-02-03T12:12:55Z", service: "voice") })
            let proposed = try await world.post(
                "/v1/exclusions",
                #"""
                {"service": "voice", "ground": "third_party", "from": "2026-03-01T00:00:00Z", "to": "2026-03-01T10:00:00Z",
                 "evidence": "notice of the carrier", "reason": "the carrier's outage"}
                """#, as: world.agent)
            let id = try proposed.decode(ExclusionResource.self).id
            try await world.post(
                "/v1/exclusions/\(id)/decision", #"{"decision": "approved", "reason": "the notice is genuine"}"#,
                as: world.approver, expecting: 200)
            let statement = try await world.statement("service=voice&from=2026-02-01T00:00:00Z&to=2026-02-02T00:00:00Z")
            #expect(statement.window.label == "2026-Q1")
            #expect(statement.seconds.total == 129_540 * 60)
            #expect(statement.seconds.excluded == 600 * 60)
            #expect(statement.seconds.base == (129_540 - 600) * 60)
            #expect(statement.seconds.down == 775)
            #expect(statement.availabilityPercent == "99.9899")
            #expect(statement.verdict == .missed)
            #expect(statement.remedy == nil)
            #expect(statement.clause == "S3-2")
            try await everySecond(of: statement, in: world)
        }
    }

    /// S3 Voice is any of three trunks, in three values.
    @Test func anyOfThreeTrunks() async throws {
        try await World.with(at: "2026-01-15T12:00:00Z") { world in
            let probe = ProbeSource(locations: ["ams"], quorum: 1, confirm: 1, staleSeconds: 60)
            try await world.define(
                "voice", ["a", "b", "c"].map { ComponentState(key: $0, name: nil, source: .probe(probe)) },
                .any([.component("a"), .component("b"), .component("c")]))
            let hour = instant("2026-01-15T09:30:00Z")
            var lines: [String] = ["service,component,at,state"]
            for minute in 0..<150 {
                let at = hour.advanced(by: Int64(minute) * 60)
                let down = { (from: Int, to: Int) in (from..<to).contains(minute) }
                lines.append("voice,a,\(at),\(down(30, 90) ? "down" : "up")")
                lines.append("voice,b,\(at),\(down(70, 80) ? "down" : "up")")
                if !(60..<120).contains(minute) { lines.append("voice,c,\(at.epochSeconds),1") }
            }
            let answer = try await world.service.send(
                .POST, "/v1/measurements", as: world.sender, body: Data(lines.joined(separator: "\n").utf8),
                headers: ["content-type": "text/csv"])
            try #require(answer.status == 202, "\(answer.text)")
            let got = try await world.get("/v1/availability?service=voice&from=2026-01-15T09:30:00Z&to=2026-01-15T12:00:00Z")
            #expect(got["timeline", "down"]?.json == "[]")
            #expect(
                got["timeline", "unknown"]?.json == #"[{"from":"2026-01-15T10:40:00Z","to":"2026-01-15T10:50:00Z"}]"#,
                "\(got.text)")
            #expect(got["timeline", "up_seconds"]?.json == String(150 * 60 - 600))
            let outages = try await world.get("/v1/outages?service=voice&scope=service")
            #expect(outages["data"]?.json == "[]")
            let trunks = try await world.get("/v1/outages?service=voice&component=a").decode(ListPage<OutageResource>.self)
            #expect(trunks.data.map(\.startedAt) == [instant("2026-01-15T10:00:00Z")])
            #expect(trunks.data.map(\.endedAt) == [instant("2026-01-15T11:00:00Z")])
        }
    }

    /// The explanation is an account of every second, and agrees with the statement.
    private func everySecond(of statement: StatementResource, in world: World) async throws {
        struct Explanation: Decodable {
            let entries: [MadeStatement.Entry]
        }
        let entries = try await world.get("/v1/statements/\(statement.id)/explanation").decode(Explanation.self).entries
        #expect(entries.first?.from == statement.window.from)
        #expect(entries.last?.to == statement.window.to)
        for (before, after) in zip(entries, entries.dropFirst()) { #expect(before.to == after.from) }
        let sums = Dictionary(entries.map { ($0.state, $0.seconds) }, uniquingKeysWith: +)
        #expect(sums[.up, default: 0] == statement.seconds.up)
        #expect(sums[.down, default: 0] == statement.seconds.down)
        #expect(sums[.excluded, default: 0] == statement.seconds.excluded)
        #expect(sums[.unknown, default: 0] == statement.seconds.unknown)
    }
}
