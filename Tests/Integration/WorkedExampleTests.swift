import Contracts
import Foundation
import Terms
import TestSupport
import Testing

/// The worked examples, through the public API, in the numbers that the agreements give.
@Suite("Worked examples", .timeLimit(.minutes(5)))
struct WorkedExampleTests {
    /// A provider with Zecto's agreement over a service whose components are declared.
    private func zecto() async throws -> Provider {
        let provider = try await Provider.make("zecto")
        _ = try await provider.defineZectoService()
        _ = try await provider.publish("zecto.yaml")
        return provider
    }

    private struct Expected {
        var total: Int64
        var down: Int64
        var excluded: Int64 = 0
        var counted: Int64
        var percent: String
        var verdict: String
        var clauses: [String]
    }

    private func check(_ statement: Answer, _ expected: Expected) {
        let found = statement["data", "0"]
        #expect(found?["seconds"]?["total"]?.integer == expected.total)
        #expect(found?["seconds"]?["counted_down"]?.integer == expected.counted)
        #expect(found?["seconds"]?["excluded"]?.integer == expected.excluded)
        #expect(found?["availability_percent"]?.text == expected.percent)
        #expect(found?["verdict"]?.text == expected.verdict)
        let clauses = Set(found?["clauses"]?.items?.compactMap(\.text) ?? [])
        #expect(clauses.isSuperset(of: expected.clauses), "\(clauses.sorted())")
        // Every second is accounted for.
        let seconds = ["up", "down", "excluded", "unknown", "pending"].compactMap { found?["seconds"]?[$0]?.integer }
        #expect(seconds.count == 5)
        #expect(seconds.reduce(0, +) == expected.total, "\(seconds)")
    }

    @Test("1: an outage half in announced maintenance")
    func first() async throws {
        let provider = try await zecto()
        try await provider.maintain(
            "cpaas", kind: "scheduled", from: "2026-03-09T21:00:00Z", to: "2026-03-10T00:00:00Z",
            announced: "2026-03-07T20:00:00Z")
        try await provider.declare("cpaas", "api", [("2026-03-09T20:30:00Z", "2026-03-10T00:30:00Z")])
        let statement = try await provider.statement("cpaas", month: "2026-03", countedDown: 3600)
        check(
            statement,
            Expected(
                total: 44_640 * 60, down: 3600, excluded: 180 * 60, counted: 3600, percent: "99.8655", verdict: "missed",
                clauses: ["S2-2.1", "S2-2.4a", "S2-5.2"]))
        #expect(statement["data", "0", "clause"]?.text == "S2-2.1")
        #expect(statement["data", "0", "remedy", "percent"]?.text == "10")
        #expect(statement["data", "0", "excluded", "0", "ground"]?.text == "scheduled_maintenance")
    }

    @Test("2: emergency maintenance, of which an hour a month is excluded")
    func second() async throws {
        let provider = try await zecto()
        try await provider.maintain(
            "cpaas", kind: "emergency", from: "2026-03-12T10:00:00Z", to: "2026-03-12T11:30:00Z",
            announced: "2026-03-12T09:55:00Z")
        try await provider.declare("cpaas", "api", [("2026-03-12T10:00:00Z", "2026-03-12T11:30:00Z")])
        let statement = try await provider.statement("cpaas", month: "2026-03", countedDown: 1800)
        check(
            statement,
            Expected(
                total: 44_640 * 60, down: 1800, excluded: 3600, counted: 1800, percent: "99.9327", verdict: "met",
                clauses: ["S2-2.1", "S2-2.4b"]))
        #expect(statement["data", "0", "remedy"] == nil)
    }

    @Test("3: between the printed tiers, by the interpretation")
    func third() async throws {
        let provider = try await zecto()
        try await provider.declare("cpaas", "sms", [("2026-04-10T00:00:00Z", "2026-04-10T07:30:00Z")])
        let statement = try await provider.statement("cpaas", month: "2026-04", countedDown: 27000)
        check(
            statement,
            Expected(
                total: 43_200 * 60, down: 27_000, counted: 27_000, percent: "98.9583", verdict: "missed",
                clauses: ["S2-2.1", "S2-5.2"]))
        #expect(statement["data", "0", "remedy", "percent"]?.text == "25")
        let cited = statement["data", "0", "interpretations"]?.items ?? []
        #expect(cited.contains { $0["clause"]?.text == "S2-5.2" }, "\(statement.text)")
    }

    @Test("4: exactly the target is met")
    func fourth() async throws {
        let provider = try await zecto()
        try await provider.declare("cpaas", "voice", [("2026-04-10T00:00:00Z", "2026-04-10T00:43:12Z")])
        let statement = try await provider.statement("cpaas", month: "2026-04", countedDown: 2592)
        check(
            statement,
            Expected(total: 43_200 * 60, down: 2592, counted: 2592, percent: "99.9000", verdict: "met", clauses: ["S2-2.1"]))
        #expect(statement["data", "0", "remedy"] == nil)
        #expect(statement["data", "0", "budget", "left_seconds"]?.text == "0.000")
    }

    /// A provider with the voice part of Connect & Engage's agreement: any of three trunks.
    private func voice(_ source: String) async throws -> Provider {
        let provider = try await Provider.make("connect")
        let trunks = ["a", "b", "c"].map { #"{"key":"trunk-\#($0)","source":\#(source)}"# }.joined(separator: ",")
        let tree = ["a", "b", "c"].map { #"{"component":"trunk-\#($0)"}"# }.joined(separator: ",")
        try await provider.make(
            "/v1/services", #"{"key":"voice","name":"Voice","components":[\#(trunks)],"tree":{"any":[\#(tree)]}}"#)
        for key in ["business-messaging", "service-cloud", "marketing-cloud", "conversational-ai-cloud"] {
            let components = #"[{"key":"app","source":{"kind":"declared"}}]"#
            try await provider.make(
                "/v1/services",
                #"{"key":"\#(key)","name":"\#(key)","components":\#(components),"tree":{"component":"app"}}"#)
        }
        _ = try await provider.publish("connect-engage.yaml")
        return provider
    }

    @Test("5: what is excluded leaves the base too, and a quarter has the seconds of its clock change")
    func fifth() async throws {
        let provider = try await voice(#"{"kind":"declared"}"#)
        try await provider.maintain(
            "voice", kind: "scheduled", from: "2026-02-10T00:00:00Z", to: "2026-02-10T10:00:00Z",
            announced: "2026-01-20T00:00:00Z")
        for trunk in ["a", "b", "c"] {
            try await provider.declare("voice", "trunk-\(trunk)", [("2026-03-01T12:00:00Z", "2026-03-01T12:12:55Z")])
        }
        let statement = try await provider.statement("voice", month: "2026-02", countedDown: 775)
        check(
            statement,
            Expected(
                total: 129_540 * 60, down: 775, excluded: 36_000, counted: 775, percent: "99.9899", verdict: "missed",
                clauses: ["S3-2"]))
        let base: Int64 = 129_540 * 60 - 36_000
        #expect(statement["data", "0", "seconds", "base"]?.integer == base)
    }

    @Test("6: any of three trunks, one of which nobody sees for an hour")
    func sixth() async throws {
        let provider = try await voice(#"{"kind":"probe","locations":["ams"],"quorum":1,"confirm":1,"stale_seconds":60}"#)
        let day = Int64(1_772_445_600)  // 2026-03-02T10:00:00Z
        func items(_ trunk: String, _ minutes: Range<Int64>, _ state: (Int64) -> String) -> [String] {
            minutes.map { minute in
                let at = Instant(epochSeconds: day + minute * 60)
                return
                    #"{"kind":"probe","service":"voice","component":"trunk-\#(trunk)","location":"ams","at":"\#(at)","state":"\#(state(minute))"}"#
            }
        }
        // Minutes from 10:00: A down until 11:00, B down 10:40 to 10:50, C unseen from 10:30 to 11:30.
        let a = items("a", -60..<120) { (0..<60).contains($0) ? "down" : "up" }
        let b = items("b", -60..<120) { (40..<50).contains($0) ? "down" : "up" }
        let c = items("c", -60..<30) { _ in "up" } + items("c", 90..<120) { _ in "up" }
        try await provider.measure(a + b + c)
        let report = try await provider.read("/v1/availability?service=voice&from=2026-03-02T09:00:00Z&to=2026-03-02T12:00:00Z")
        #expect(report["timeline", "down_seconds"]?.integer == 0)
        #expect(report["timeline", "unknown_seconds"]?.integer == 600)
        #expect(report["timeline", "unknown", "0", "from"]?.text == "2026-03-02T10:40:00Z")
        #expect(report["timeline", "unknown", "0", "to"]?.text == "2026-03-02T10:50:00Z")
        let up: Int64 = 3 * 3600 - 600
        #expect(report["timeline", "up_seconds"]?.integer == up)
    }
}
