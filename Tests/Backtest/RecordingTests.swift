import Contracts
import Foundation
import Terms
import Testing

@testable import Backtest

/// The forms of recorded measurements: all say the same, in any order, and hostile ones are refused with their place.
@Suite struct RecordingTests {
    /// A day of minutes from two locations, with outages, gaps and contradictions, from a seed.
    private struct Day {
        struct Point {
            let location: String
            let at: Int64
            let isDown: Bool
        }

        var points: [Point] = []

        init(_ seed: UInt64) {
            var random = SplitMix(state: seed)
            for location in ["khi", "lhe"] {
                var isDown = false
                for minute in 0..<1440 {
                    if random.next() % 37 == 0 { isDown.toggle() }
                    if random.next() % 53 == 0 { continue }
                    let at = 1_772_582_400 + Int64(minute) * 60
                    points.append(Point(location: location, at: at, isDown: isDown))
                    if random.next() % 101 == 0 { points.append(Point(location: location, at: at, isDown: !isDown)) }
                }
            }
            points.sort { $0.at < $1.at }
        }

        var csv: String {
            "service,component,location,at,state\n"
                + points.map { "cpaas,api,\($0.location),\(Instant(epochSeconds: $0.at)),\($0.isDown ? "down" : "up")\n" }
                .joined()
        }

        var lines: String {
            points.map { point in
                #"{"kind":"probe","service":"cpaas","component":"api","location":"\#(point.location)","#
                    + #""at":"\#(Instant(epochSeconds: point.at))","state":"\#(point.isDown ? "down" : "up")"}"#
            }.joined(separator: "\n")
        }

        var prometheus: String {
            let series = ["khi", "lhe"].map { location in
                let values = points.filter { $0.location == location }.map { "[\($0.at).781,\"\($0.isDown ? 0 : 1)\"]" }
                return
                    #"{"metric":{"__name__":"probe_success","job":"blackbox","instance":"http://x","location":"\#(location)"},"#
                    + #""values":[\#(values.joined(separator: ","))]}"#
            }
            return #"{"status":"success","data":{"resultType":"matrix","result":[\#(series.joined(separator: ","))]}}"#
        }

        /// What the kernel says, from the samples themselves.
        func condition(_ source: ProbeSource, _ window: Interval) -> Condition {
            ProbeDowntime.derive(
                samples: points.map {
                    ProbeSample(location: $0.location, at: Instant(epochSeconds: $0.at), isUp: !$0.isDown)
                }, locations: source.locations, quorum: source.quorum, confirm: source.confirm,
                staleSeconds: source.staleSeconds, window: window)
        }
    }

    private let window = Interval(Instant(epochSeconds: 1_772_500_000), Instant(epochSeconds: 1_772_700_000))

    private func condition(_ files: [String], _ definition: ServiceDraft) throws -> Condition {
        let history = try Recordings(files).history(ServiceCatalogue([definition], otherwise: .unknown))
        return try #require(history.services["cpaas"]?.conditions(in: window)["api"])
    }

    @Test(arguments: [(1, 1), (2, 2), (1, 3), (2, 1)])
    func everyFormSaysWhatTheKernelSays(quorum: Int, confirm: Int) throws {
        let definition = service(locations: ["khi", "lhe"], quorum: quorum, confirm: confirm)
        guard case .probe(let source) = definition.components[0].source else { return }
        let folder = try Folder()
        for seed in 0..<8 as Range<UInt64> {
            let day = Day(seed)
            let expected = day.condition(source, window)
            let csv = try folder.write("day.csv", day.csv)
            #expect(try condition([csv], definition) == expected)
            let lines = try folder.write("day.ndjson", day.lines)
            #expect(try condition([lines], definition) == expected)
            let prometheus = try folder.write("day.json", day.prometheus)
            #expect(try condition([prometheus], definition) == expected)
            let count = try Recordings([csv]).convert(to: folder.path + "/day.pts", []).samples
            #expect(count == Int64(day.points.count))
            #expect(try condition([folder.path + "/day.pts"], definition) == expected)
            var shuffled = day
            var random = SplitMix(state: seed)
            shuffled.points.shuffle(using: &random)
            #expect(try condition([folder.write("any.csv", shuffled.csv)], definition) == expected)
        }
    }

    @Test func filesComeInAnyOrderAndMayRepeat() throws {
        let day = Day(3)
        let folder = try Folder()
        let definition = service(locations: ["khi", "lhe"])
        var (early, late) = (day, day)
        early.points = day.points.filter { $0.at < 1_772_620_000 }
        late.points = day.points.filter { $0.at >= 1_772_610_000 }
        let whole = try condition([folder.write("all.csv", day.csv)], definition)
        let parts = try [folder.write("late.csv", late.csv), folder.write("early.ndjson", early.lines)]
        #expect(try condition(parts, definition) == whole)
    }

    @Test func everythingSurvivesTheCompactForm() throws {
        let lines = """
            {"kind":"requests","service":"cpaas","component":"sms","at":"2026-03-10T01:30:00Z","period_seconds":60,"total":120,"failed":60}
            {"kind":"requests","service":"cpaas","component":"sms","at":"2026-03-10T01:31:00Z","period_seconds":60,"total":100,"failed":3}
            {"kind":"resources","service":"cpaas","component":"fleet","at":"2026-03-10T01:35:00Z","period_seconds":300,"deployed":40,"down":40}
            {"kind":"resources","service":"cpaas","component":"fleet","at":"2026-03-10T01:40:00Z","period_seconds":300,"deployed":40,"down":1}
            {"kind":"outage","id":"noc-1","service":"cpaas","component":"voice","from":"2026-03-10T01:30:00Z","to":"2026-03-10T02:00:00Z"}
            {"kind":"outage","id":"noc-2","service":"cpaas","component":"voice","from":"2026-03-11T01:30:00Z","to":null}
            {"kind":"outage","id":"noc-2","service":"cpaas","component":"voice","from":"2026-03-11T01:30:00Z","revision":2,"withdrawn":true}
            {"kind":"outage","id":"noc-3","service":"cpaas","component":"voice","from":"2026-03-11T02:30:00Z","affected_percent":"12.5"}
            """
        let requests = RequestSource(sliceSeconds: 60, downErrorRate: try #require(Percent("50")), staleSeconds: 60)
        let definition = ServiceDraft(
            key: "cpaas", name: "CPaaS",
            components: [
                ComponentState(key: "sms", name: nil, source: .requests(requests)),
                ComponentState(
                    key: "fleet", name: nil,
                    source: .resources(ResourceSource(sliceSeconds: 300, downShare: .hundred, staleSeconds: 300))),
                ComponentState(key: "voice", name: nil, source: .declared),
            ], tree: .all([.component("sms"), .component("voice")]))
        let folder = try Folder()
        let file = try folder.write("a.ndjson", lines)
        _ = try Recordings([file]).convert(to: folder.path + "/a.pts", [])
        let catalogue = ServiceCatalogue([definition], otherwise: .unknown)
        let window = try Interval(at("2026-03-10T01:00:00Z"), at("2026-03-12T00:00:00Z"))
        let read = try Recordings([file]).history(catalogue, keepingRequestsOf: ["cpaas"]).services["cpaas"]
        let converted = try Recordings([folder.path + "/a.pts"]).history(catalogue, keepingRequestsOf: ["cpaas"])
            .services["cpaas"]
        let first = read?.conditions(in: window)
        #expect(first == converted?.conditions(in: window))
        #expect(read?.partialOutages == converted?.partialOutages)
        #expect(read?.partialOutages.map(\.share) == [Percent("12.5") ?? .zero])
        #expect(try first?["sms"]?.down == [Interval(at("2026-03-10T01:30:00Z"), at("2026-03-10T01:31:00Z"))])
        #expect(try first?["fleet"]?.down == [Interval(at("2026-03-10T01:35:00Z"), at("2026-03-10T01:40:00Z"))])
        #expect(read?.resources(in: window) == converted?.resources(in: window))
        #expect(
            read?.resources(in: window)["fleet"]?.map { [$0.seconds, $0.deployed, $0.down] } == [[300, 40, 40], [300, 40, 1]])
        #expect(read?.requests(in: window).keys.sorted() == ["sms"])
        #expect(try first?["voice"]?.down == [Interval(at("2026-03-10T01:30:00Z"), at("2026-03-10T02:00:00Z"))])
    }

    /// CSV with a column `kind` says of samples and outages, too, what the lines of JSON say.
    @Test func tablesHoldItemsOfAnyKind() throws {
        let table = """
            kind,service,component,location,at,state,period_seconds,deployed,down,id,from,to,affected_percent
            probe,cpaas,api,khi,2026-03-10T01:00:00Z,up,,,,,,,
            probe,cpaas,api,khi,2026-03-10T01:01:00Z,down,,,,,,,
            resources,cpaas,fleet,,2026-03-10T01:35:00Z,,300,40,40,,,,
            outage,cpaas,voice,,,,,,,noc-1,2026-03-10T01:30:00Z,2026-03-10T02:00:00Z,
            outage,cpaas,voice,,,,,,,noc-2,2026-03-10T01:30:00Z,2026-03-10T02:00:00Z,12.5
            """
        let lines = """
            {"kind":"probe","service":"cpaas","component":"api","location":"khi","at":"2026-03-10T01:00:00Z","state":"up"}
            {"kind":"probe","service":"cpaas","component":"api","location":"khi","at":"2026-03-10T01:01:00Z","state":"down"}
            {"kind":"resources","service":"cpaas","component":"fleet","at":"2026-03-10T01:35:00Z","period_seconds":300,"deployed":40,"down":40}
            {"kind":"outage","id":"noc-1","service":"cpaas","component":"voice","from":"2026-03-10T01:30:00Z","to":"2026-03-10T02:00:00Z"}
            {"kind":"outage","id":"noc-2","service":"cpaas","component":"voice","from":"2026-03-10T01:30:00Z","to":"2026-03-10T02:00:00Z","affected_percent":"12.5"}
            """
        let folder = try Folder()
        let catalogue = ServiceCatalogue([], otherwise: .implied(staleSeconds: 60))
        let window = try Interval(at("2026-03-10T01:00:00Z"), at("2026-03-10T02:00:00Z"))
        let files = try [folder.write("a.csv", table), folder.write("a.ndjson", lines)]
        let read = try files.map { try #require(try Recordings([$0]).history(catalogue).services["cpaas"]) }
        #expect(read[0].conditions(in: window) == read[1].conditions(in: window))
        #expect(read[0].conditions(in: window).count == 3 && read[0].conditions(in: window)["api"]?.down.seconds == 60)
        #expect(read[0].partialOutages == read[1].partialOutages && read[0].partialOutages.count == 1)
    }

    /// Of a service that nobody defined, the header says what was counted.
    @Test(arguments: ["deployed,down", "total,failed"]) func countsWithoutADefinitionAreWhatTheySay(_ columns: String) throws {
        let folder = try Folder()
        let file = try folder.write(
            "a.csv", "service,component,at,period_seconds,\(columns)\ncpaas,fleet,2026-03-10T01:35:00Z,300,40,40\n")
        let catalogue = ServiceCatalogue([], otherwise: .implied(staleSeconds: 60))
        let read = try #require(try Recordings([file]).history(catalogue, keepingRequestsOf: ["cpaas"]).services["cpaas"])
        let window = try Interval(at("2026-03-10T01:00:00Z"), at("2026-03-10T02:00:00Z"))
        #expect(read.countsResources == (columns == "deployed,down") && read.countsRequests != read.countsResources)
        #expect(read.resources(in: window)["fleet"]?.map(\.seconds) ?? [300] == [300])
        #expect(
            try read.conditions(in: window)["fleet"]?.down == [Interval(at("2026-03-10T01:35:00Z"), at("2026-03-10T01:40:00Z"))])
    }

    @Test func everyCutOfTheCompactFormIsRefused() throws {
        let folder = try Folder()
        let file = try folder.write("day.csv", Day(1).csv)
        let target = folder.path + "/day.pts"
        _ = try Recordings([file]).convert(to: target, [])
        let bytes = try Data(contentsOf: URL(fileURLWithPath: target))
        let catalogue = ServiceCatalogue([service(locations: ["khi", "lhe"])], otherwise: .unknown)
        var random = SplitMix(state: 7)
        for cut in 4..<bytes.count {
            try bytes.prefix(cut).write(to: URL(fileURLWithPath: target))
            #expect(throws: TelemetryError.self, "cut at \(cut)") { try Recordings([target]).history(catalogue) }
        }
        // Whatever is wrong with the bytes, reading ends, with an error or with some history.
        for _ in 0..<2000 {
            var broken = bytes
            for _ in 0..<3 { broken[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next()) }
            try broken.write(to: URL(fileURLWithPath: target))
            _ = try? Recordings([target]).history(catalogue)
        }
    }

    @Test func hostileLinesAreRefusedWithTheirPlace() throws {
        let head = "service,component,location,at,state\n"
        let cases: [(String, String)] = [
            (head + "cpaas,api,khi,2026-02-30T00:00:00Z,up\n", "x, line 2: at must be an RFC 3339 time or epoch seconds"),
            (head + "cpaas,api,khi,2026-03-01T00:00:00Z,NaN\n", "x, line 2: state must be up, down, 1 or 0"),
            (head + "cpaas,api,khi,1,up\n", "x, line 2: its time is not between the years 2000 and 9999"),
            (head + "cpaas,api,khi\n", "x, line 2: it has too few fields"),
            (head + "cpaas,api,khi,1772582400,up,x\n", "x, line 2: it has too many fields"),
            ("a,b,c\n", "x, line 1: the header must name service, component, at, state and maybe location, each once"),
            (head + String(repeating: "x", count: 70_000), "x, line 2: is longer than 65536 bytes"),
            ("{\"kind\":\"probe\"}\n", "x, line 1: service: it is required"),
            ("{\"kind\":\"probe\",", "x, line 1: column 17: not JSON: the text ends too early"),
            (
                "{\"kind\":\"guess\"}",
                "x, line 1: kind: it must be one of: probe, requests, resources, outage, ticket, partial_outage, resource, metric, credited"
            ),
            ("", "x: is empty"),
        ]
        for (text, expected) in cases { #expect(try complaint(text) == expected) }
        #expect(throws: TelemetryError.self) { try Recordings(["/dev/null"]).history(ServiceCatalogue([], otherwise: .unknown)) }
        #expect(throws: TelemetryError.self) { try Recordings(["/nowhere"]).history(ServiceCatalogue([], otherwise: .unknown)) }
    }

    @Test func hostileExportsAreRefused() throws {
        let matrix = { (values: String) in
            #"{"status":"success","data":{"resultType":"matrix","result":[{"metric":{"__name__":"probe_success","#
                + #""job":"blackbox","location":"khi"},"values":[\#(values)]}]}}"#
        }
        #expect(try complaint(matrix(#"[1772582400,"1"]"#)) == nil)
        #expect(try complaint(matrix(#"[1772582400,"NaN"]"#))?.hasSuffix("a probe's value is \"1\" or \"0\"") == true)
        #expect(try complaint(matrix(#"[1e300,"1"]"#))?.contains("expected ,") == true)
        #expect(try complaint(matrix(#"[-5,"1"]"#))?.contains("expected a time") == true)
        #expect(try complaint(matrix(#"[1772582400,"1""#)) != nil)
        #expect(try complaint(#"{"status":"error","errorType":"timeout"}"#)?.contains("the status is not success") == true)
        let vector = #"{"status":"success","data":{"resultType":"vector","result":[]}}"#
        #expect(try complaint(vector)?.contains("the result is no matrix") == true)
        #expect(try complaint(#"{"status":"success"}"#)?.contains("there is no data.result in it") == true)
    }

    @Test func unknownSeriesAreCountedAndNamed() throws {
        let folder = try Folder()
        let file = try folder.write("x.csv", "service,component,at,state\ncpaas,api,1772582400,1\ncpaas,fax,1772582400,1\n")
        let count = try Recordings([file]).history(ServiceCatalogue([service()], otherwise: .unknown)).count
        #expect(count.samples == 1)
        #expect(count.unknownSamples == 1)
        #expect(count.unknownSeries == ["probe cpaas/fax"])
    }

    @Test func withoutADefinitionServicesAreAsTheirSamplesSay() throws {
        let folder = try Folder()
        let file = try folder.write(
            "x.csv", "service,component,location,at,state\na,x,khi,1772582400,1\na,x,lhe,1772582400,0\na,y,,1772582400,1\n")
        let history = try Recordings([file]).history(ServiceCatalogue([], otherwise: .implied(staleSeconds: 60)))
        let service = try #require(history.services["a"])
        #expect(service.definition.tree == .all([.component("x"), .component("y")]))
        let minute = Interval(Instant(epochSeconds: 1_772_582_400), Instant(epochSeconds: 1_772_582_460))
        #expect(service.conditions(in: minute)["x"]?.down == [minute])
        #expect(service.conditions(in: minute)["y"] == .up)
    }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
