import Chassis
import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Availability

/// Bodies of which some is taken, in every format: each fact is counted once, under what became of it, and what is kept is what
/// was taken, exactly.
@Suite struct PartlyTakenTests {
    /// A sample, with why it is not taken.
    private typealias Row = (names: [String], at: String, state: String, code: String?)

    /// Contradictions and repeats are taken, and the worse of them is kept; the limits of time belong to what is taken.
    private static let samples: [Row] = [
        (["cpaas", "api", "khi"], "2026-03-10T11:59:00Z", "up", nil),
        (["cpaas", "api", "khi"], "2026-03-10T11:59:00Z", "down", nil),
        (["cpaas", "api", "khi"], "2026-03-10T11:59:00Z", "up", nil),
        (["cpaas", "api", "lhe"], "2026-03-10T11:58:00.9Z", "up", nil),
        (["cpaas", "api", "mars"], "2026-03-10T11:59:00Z", "up", "unknown_location"),
        (["cpaas", "api", ""], "2026-03-10T11:59:00Z", "up", "unknown_location"),
        (["cpaas", "nope", "khi"], "2026-03-10T11:59:00Z", "up", "unknown_component"),
        (["nope", "api", "khi"], "2026-03-10T11:59:00Z", "up", "unknown_service"),
        (["cpaas", "voice", "khi"], "2026-03-10T11:59:00Z", "up", "wrong_kind"),
        (["cpaas", "api", "khi"], "2026-03-10T12:05:00Z", "up", nil),
        (["cpaas", "api", "khi"], "2026-03-10T12:05:01Z", "up", "clock_ahead"),
        (["cpaas", "api", "khi"], "2000-01-01T00:00:00Z", "up", nil),
        (["cpaas", "api", "khi"], "1999-12-31T23:59:59Z", "up", "too_old"),
    ]
    private static let keptSamples = [
        "probe api khi 2000-01-01T00:00:00Z 0 0", "probe api khi 2026-03-10T11:59:00Z 1 0",
        "probe api khi 2026-03-10T12:05:00Z 0 0", "probe api lhe 2026-03-10T11:58:00Z 0 0",
    ]

    /// What CSV cannot say.
    private static let items: [(item: String, code: String?)] = [
        (requests("sms", "11:58:00", 60), nil), (requests("sms", "11:58:00", 60, failed: 9), nil),
        (requests("sms", "11:58:30", 60), "not_aligned"), (requests("sms", "11:58:00", 30), "wrong_period"),
        (requests("sms", "12:06:00", 60), "clock_ahead"), (requests("api", "11:58:00", 60), "wrong_kind"),
        (requests("fleet", "11:58:00", 60), "wrong_kind"), (resources("fleet", "11:58:00", 60), nil),
        (resources("fleet", "11:58:00", 30), "wrong_period"), (resources("fleet", "11:58:30", 60), "not_aligned"),
        (resources("sms", "11:58:00", 60), "wrong_kind"),
        (requests("nope", "11:58:00", 60), "unknown_component"), (outage("voice", "11:00:00", "11:10:00"), nil),
        (outage("voice", "11:00:00", "11:20:00"), nil), (outage("nope", "11:00:00", "11:10:00"), "unknown_component"),
        (outage("voice", "11:00:00", "12:05:01"), "clock_ahead"),
        (outage("voice", "11:00:00", "11:10:00", #","customers":["nobody"]"#), "unknown_customer"),
    ]
    private static let keptItems = [
        "outage voice noc-1 1 2026-03-10T11:00:00Z 2026-03-10T11:20:00Z", "requests fleet 60 2026-03-10T11:58:00Z 10 1",
        "requests sms 60 2026-03-10T11:58:00Z 10 9",
    ]

    private static func requests(_ component: String, _ at: String, _ period: Int, failed: Int = 1) -> String {
        """
        {"kind":"requests","service":"cpaas","component":"\(component)","at":"2026-03-10T\(at)Z","period_seconds":\(period),\
        "total":10,"failed":\(failed)}
        """
    }

    private static func resources(_ component: String, _ at: String, _ period: Int) -> String {
        """
        {"kind":"resources","service":"cpaas","component":"\(component)","at":"2026-03-10T\(at)Z","period_seconds":\(period),\
        "deployed":10,"down":1}
        """
    }

    private static func outage(_ component: String, _ from: String, _ to: String, _ more: String = "") -> String {
        """
        {"kind":"outage","id":"noc-1","service":"cpaas","component":"\(component)","from":"2026-03-10T\(from)Z",\
        "to":"2026-03-10T\(to)Z"\(more)}
        """
    }

    private static func json(_ sample: Row) -> String {
        """
        {"kind":"probe","service":"\(sample.names[0])","component":"\(sample.names[1])","location":"\(sample.names[2])",\
        "at":"\(sample.at)","state":"\(sample.state)"}
        """
    }

    @Test(arguments: [BodyFormat.json, .lines, .csv]) func everyItemIsCountedOnce(_ format: BodyFormat) async throws {
        let items = Self.samples.map { (Self.json($0), $0.code) } + Self.items
        let rows =
            ["service,component,location,at,state"]
            + Self.samples.map { "\($0.names.joined(separator: ",")),\($0.at),\($0.state)" }
        let codes = format == .csv ? Self.samples.map(\.code) : items.map(\.1)
        let body =
            switch format {
            case .json: #"{"measurements":[\#(items.map(\.0).joined(separator: ","))]}"#
            case .lines: items.map(\.0).joined(separator: "\n")
            default: rows.joined(separator: "\n")
            }
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            try await RefusalTests.define(world)
            let answer = try await world.service.send(
                .POST, format.path, as: world.sender, body: Data(body.utf8), headers: format.headers)
            #expect(answer.status == 202, "\(answer.text)")
            let told = answer["rejected"]?.items?.compactMap { $0["code"]?.text } ?? []
            #expect(told == codes.compactMap(\.self))
            #expect(answer["accepted"]?.json == "\(codes.count { $0 == nil })")
            #expect(answer["rejected_count"]?.json == "\(told.count)")
            #expect(answer["unknown"]?.json == "\(told.count { $0.hasPrefix("unknown") || $0 == "wrong_kind" })")
            // Items are counted from 0, lines from 1, the header's line among them.
            let first = codes.firstIndex { $0 != nil } ?? 0
            let offset = [BodyFormat.json: 0, .lines: 1, .csv: 2][format] ?? 0
            #expect(answer["rejected", "0", "index"]?.json == "\(first + offset)")
            let kept = try await KeptBatches(world).facts
            #expect(kept == (format == .csv ? Self.keptSamples : (Self.keptSamples + Self.keptItems).sorted()))
            // The same again is taken again, and changes nothing.
            let again = try await world.service.send(
                .POST, format.path, as: world.sender, body: Data(body.utf8), headers: format.headers)
            #expect(again.text == answer.text)
            _ = try await world.get("/v1/outages")
            let rows = try await world.service.database.admin().run("select sum(samples) from series_blocks")
            #expect(rows[0][0] == "\(kept.count { !$0.hasPrefix("outage") })")
        }
    }

    /// More than are named in an answer are counted all the same.
    @Test func whatIsNotNamedIsCounted() async throws {
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            try await RefusalTests.define(world)
            let lines = (0..<250).map { "cpaas,\($0 % 2 == 0 ? "api" : "c\($0)"),khi,\(1_773_143_000 + $0),up" }
            let body = (["service,component,location,at,state"] + lines).joined(separator: "\n")
            let answer = try await world.service.send(
                .POST, "/v1/measurements", as: world.sender, body: Data(body.utf8), headers: BodyFormat.csv.headers)
            #expect(answer["accepted"]?.json == "125" && answer["rejected_count"]?.json == "125", "\(answer.text)")
            #expect(answer["rejected"]?.items?.count == IntakeLimits.listed && answer["unknown"]?.json == "125")
            #expect(try await KeptBatches(world).facts.count == 125)
        }
    }

    @Test(arguments: [BodyFormat.remoteWrite, .remoteWrite2]) func everySampleIsCountedOnce(_ format: BodyFormat) async throws {
        let at = instant("2026-03-10T11:59:00Z").epochSeconds
        let stale = Double(bitPattern: SeriesPlacer.staleMarker)
        let good: [(Int64, Double)] = [
            (at, 1), (at, 0), (at, 1), (at + 360, 1), (Sample.earliest, 1), (at + 30, stale),
        ]
        let bad: [(Int64, Double)] = [
            (at + 361, 1), (Sample.earliest - 1, 1), (at + 1, 0.5), (at + 2, .nan), (at + 3, .infinity),
        ]
        func body(_ samples: [(Int64, Double)]) -> Data {
            let series: [([(String, String)], [(Int64, Double)])] = [
                (Self.probe("khi"), samples), (Self.probe("lhe"), [(at - 60, 1)]),
                (Self.probe("mars"), [(at, 0), (at + 1, 0)]), ([("__name__", "up")], [(at, 1)]),
            ]
            var (one, two) = (RemoteWriteMessage(), InternedMessage())
            for (labels, samples) in series {
                one.series(labels, samples)
                two.add(labels, samples)
            }
            return format == .remoteWrite ? one.packed : RemoteWriteMessage.pack(two.bytes())
        }
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            try await RefusalTests.define(world)
            let taken = try await world.service.send(
                .POST, format.path, as: world.sender, body: body(good), headers: format.headers)
            #expect(
                taken.text == #"{"accepted":6,"rejected":0,"stale_markers":1,"unknown_samples":3,"unknown_series":2}"#,
                "\(taken.text)")
            #expect(try await KeptBatches(world).facts == Self.keptSamples)
            let other = try await world.another()
            try await RefusalTests.define(other)
            let refused = try await other.service.send(
                .POST, format.path, as: other.sender, body: body(good + bad), headers: format.headers)
            #expect(refused.status == 400, "\(refused.text)")
            #expect(try refused.problem().slug == "bad-request")
            #expect(try refused.problem().detail?.hasPrefix("5 samples were refused") == true, "\(refused.text)")
            #expect(try refused.problem().detail?.hasSuffix("; 6 were stored") == true, "\(refused.text)")
            #expect(refused.headers["x-prometheus-remote-write-samples-written"] == "6")
            #expect(try await KeptBatches(other).facts == Self.keptSamples)
        }
    }

    private static func probe(_ location: String) -> [(String, String)] {
        [("__name__", "probe_success"), ("job", "blackbox"), ("location", location)]
    }

    @Test func everyAlertIsCountedOnce() async throws {
        func alert(_ labels: String, _ fingerprint: String, from: String = "11:00:00", to: String? = nil) -> String {
            """
            {"status":"\(to == nil ? "firing" : "resolved")","labels":{\(labels)},"startsAt":"2026-03-10T\(from)Z",\
            "endsAt":"\(to.map { "2026-03-10T\($0)Z" } ?? "0001-01-01T00:00:00Z")","fingerprint":"\(fingerprint)"}
            """
        }
        let voice = #""pledge_service":"cpaas","pledge_component":"voice""#
        let alerts = [
            alert(voice, "a"), alert(voice, "a"), alert(voice, "a", to: "11:10:00"), alert(voice, "a"), alert(voice, "b"),
            alert(#""alertname":"Other""#, "c"), alert(#""pledge_service":"nope""#, "d"),
            alert(#""pledge_service":"cpaas""#, "e"),
            alert(voice, "f", from: "12:05:01"), alert(voice, "g", to: "12:05:01"),
        ]
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            try await RefusalTests.define(world)
            let answer = try await world.service.send(
                .POST, "/v1/alertmanager", as: world.sender,
                json: #"{"version":"4","alerts":[\#(alerts.joined(separator: ","))]}"#)
            #expect(answer.status == 202, "\(answer.text)")
            #expect(answer["accepted"]?.json == "5" && answer["ignored"]?.json == "1" && answer["rejected_count"]?.json == "4")
            #expect(answer["unknown"]?.json == "2")
            let start = instant("2026-03-10T11:00:00Z").epochSeconds
            let end = instant("2026-03-10T11:10:00Z")
            #expect(
                try await KeptBatches(world).facts == [
                    "outage voice alert:a:\(start) \(end.epochSeconds) 2026-03-10T11:00:00Z \(end)",
                    "outage voice alert:b:\(start) 1 2026-03-10T11:00:00Z -",
                ])
        }
    }
}
