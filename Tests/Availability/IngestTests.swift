import Chassis
import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Availability

/// Measurements over HTTP: what is taken, what is refused, and that nothing acknowledged is lost.
@Suite struct IngestTests {
    static let probe = ProbeSource(
        locations: ["khi", "lhe"], quorum: 1, confirm: 1, staleSeconds: 90,
        prometheus: PrometheusProbe(series: "probe_success", labels: ["job": "blackbox"], locationLabel: "location"))

    private func define(_ world: World) async throws {
        try await world.define(
            "cpaas",
            [
                ComponentState(key: "api", name: nil, source: .probe(Self.probe)),
                ComponentState(
                    key: "sms", name: nil,
                    source: .requests(
                        RequestSource(
                            sliceSeconds: 60, downErrorRate: Percent(whole: 50), staleSeconds: 120,
                            prometheus: PrometheusRequests(
                                total: .init(series: "requests_total", labels: [:]),
                                failed: .init(series: "requests_total", labels: ["code": "500"]))))),
                ComponentState(key: "voice", name: nil, source: .declared),
            ], .all([.component("api"), .component("voice")]))
    }

    @Test func countsWhatItCannotPlace() async throws {
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            try await define(world)
            let lines = [
                #"{"kind":"probe","service":"cpaas","component":"api","location":"khi","at":"2026-03-10T11:59:00Z","state":"up"}"#,
                #"{"kind":"probe","service":"cpaas","component":"nope","location":"khi","at":"2026-03-10T11:59:00Z","state":"up"}"#,
                "",
                #"{"kind":"probe","service":"nope","component":"api","at":"2026-03-10T11:59:00Z","state":"up"}"#,
                #"{"kind":"probe","service":"cpaas","component":"api","at":"2026-03-10T11:59:00Z","state":"up"}"#,
                #"{"kind":"probe","service":"cpaas","component":"voice","at":"2026-03-10T11:59:00Z","state":"up"}"#,
                #"{"kind":"probe","service":"cpaas","component":"api","location":"khi","at":"2026-03-10T12:05:01Z","state":"up"}"#,
                #"{"kind":"requests","service":"cpaas","component":"sms","at":"2026-03-10T11:58:30Z","period_seconds":60,"total":1,"failed":0}"#,
                #"{"kind":"requests","service":"cpaas","component":"sms","at":"2026-03-10T11:58:00Z","period_seconds":30,"total":1,"failed":0}"#,
                #"{"kind":"requests","service":"cpaas","component":"sms","at":"2026-03-10T11:58:00Z","period_seconds":60,"total":10,"failed":9}"#,
            ]
            let answer = try await world.service.send(
                .POST, "/v1/measurements", as: world.sender, body: Data(lines.joined(separator: "\n").utf8),
                headers: ["content-type": "application/x-ndjson"])
            #expect(answer.status == 202, "\(answer.text)")
            #expect(answer["accepted"]?.json == "2")
            #expect(answer["unknown"]?.json == "4")
            #expect(answer["rejected_count"]?.json == "7")
            let codes = (0..<7).map { answer["rejected", "\($0)", "code"]?.json ?? "" }
            #expect(
                codes == [
                    #""unknown_component""#, #""unknown_service""#, #""unknown_location""#, #""wrong_kind""#, #""clock_ahead""#,
                    #""not_aligned""#, #""wrong_period""#,
                ])
            #expect(answer["rejected", "0", "index"]?.json == "2")
            let status = try await world.get("/v1/measurements")
            #expect(status.text.contains("probe cpaas/nope/khi"))
            let sms = try await world.get("/v1/availability?service=cpaas&from=2026-03-10T11:58:00Z&to=2026-03-10T11:59:00Z")
            #expect(sms["components", "1", "down_seconds"]?.json == "60", "\(sms.text)")
        }
    }

    /// CSV of requests is what the same items of JSON are, refusals and their places included.
    @Test func requestsComeAsCSV() async throws {
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            try await define(world)
            let lines = [
                "period_seconds,service,component,total,failed,at", "60,cpaas,sms,10,9,2026-03-10T11:58:00Z", "",
                "60,cpaas,sms,10,0,1773143820", "30,cpaas,sms,1,0,2026-03-10T11:58:00Z", "60,cpaas,sms,1,0,2026-03-10T11:58:30Z",
                "60,cpaas,api,1,0,2026-03-10T11:58:00Z", "60,cpaas,nope,1,0,2026-03-10T11:58:00Z",
                "60,cpaas,sms,1,0,2026-03-10T12:05:01Z",
            ]
            let answer = try await world.service.send(
                .POST, "/v1/measurements", as: world.sender, body: Data(lines.joined(separator: "\n").utf8),
                headers: BodyFormat.csv.headers)
            #expect(answer.status == 202 && answer["accepted"]?.json == "2", "\(answer.text)")
            #expect(answer["rejected_count"]?.json == "5")
            let codes = (0..<5).map { answer["rejected", "\($0)", "code"]?.text ?? "" }
            #expect(codes == ["wrong_period", "not_aligned", "wrong_kind", "unknown_component", "clock_ahead"])
            #expect(answer["rejected", "0", "index"]?.json == "5")
            let sms = try await world.get("/v1/availability?service=cpaas&from=2026-03-10T11:57:00Z&to=2026-03-10T11:59:00Z")
            #expect(sms["components", "1", "down_seconds"]?.json == "60", "\(sms.text)")
        }
    }

    @Test func whatIsAcknowledgedSurvivesAndCountsOnce() async throws {
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            try await define(world)
            let item =
                #"{"kind":"probe","service":"cpaas","component":"api","location":"khi","at":"2026-03-10T11:58:00Z","state":"down"}"#
            try await world.measure([item])
            try await world.measure([item])
            // Nothing has folded it: the process is gone. Another, with nothing in memory, finds it.
            let admin = try await world.service.database.admin()
            #expect(try await admin.run("select count(*) from measurement_batches")[0][0] == "2")
            let next = try AvailabilityParts(world.service.chassis)
            try await next.folder.settle(world.tenant)
            #expect(try await admin.run("select count(*) from measurement_batches")[0][0] == "0")
            #expect(try await admin.run("select sum(samples) from series_blocks")[0][0] == "1")
            let outages = try await world.get("/v1/outages?component=api").decode(ListPage<OutageResource>.self)
            #expect(outages.data.count == 1)
            #expect(outages.data.first?.startedAt == instant("2026-03-10T11:58:00Z"))
            #expect(outages.data.first?.endedAt == instant("2026-03-10T11:59:30Z"))
        }
    }

    /// What waits is counted as it was sent: a fold that found little new in it is full all the same, and the next one is due.
    @Test func repeatsHideNothingThatCameAfterThem() async throws {
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            try await define(world)
            let first = instant("2026-03-01T00:00:00Z").epochSeconds
            let count = Int64(FoldTransaction.samplesMaximum / 2 + 1)
            let lines = (0..<count).map { "cpaas,api,khi,\(first + $0),up" }
            let body = Data((["service,component,location,at,state"] + lines).joined(separator: "\n").utf8)
            for _ in 0..<2 {
                let answer = try await world.service.send(
                    .POST, "/v1/measurements", as: world.sender, body: body, headers: BodyFormat.csv.headers)
                #expect(answer["accepted"]?.json == "\(count)", "\(answer.text)")
            }
            try await world.measure([world.outage("n1", "voice", "2026-03-10T10:00:00Z", "2026-03-10T11:00:00Z")])
            #expect(try await world.get("/v1/outages?component=voice")["data"]?.items?.count == 1)
        }
    }

    @Test func redefinitionHoldsFromItsTimeOn() async throws {
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            let source = ProbeSource(locations: ["khi", "lhe"], quorum: 1, confirm: 1, staleSeconds: 90)
            var state = try await world.define(
                "cpaas", [ComponentState(key: "api", name: nil, source: .probe(source))], .component("api"))
            let at = { (minute: Int, location: String, down: Bool) in
                let time = instant("2026-03-10T12:00:00Z").advanced(by: Int64(minute) * 60)
                return
                    #"{"kind":"probe","service":"cpaas","component":"api","location":"\#(location)","at":"\#(time)","state":"\#(down ? "down" : "up")"}"#
            }
            world.service.clock.set(instant("2026-03-10T12:10:00Z"))
            try await world.measure((0...9).flatMap { [at($0, "khi", true), at($0, "lhe", false)] })
            // From 12:05 on both locations must be down.
            var strict = source
            strict.quorum = 2
            state.components = [ComponentState(key: "api", name: nil, source: .probe(strict))]
            state.revision = 2
            try await world.tell(ServiceChanged(service: state), at: instant("2026-03-10T12:05:00Z"))
            let outages = try await world.get("/v1/outages?component=api").decode(ListPage<OutageResource>.self)
            #expect(outages.data.map(\.startedAt) == [instant("2026-03-10T12:00:00Z")])
            #expect(outages.data.map(\.endedAt) == [instant("2026-03-10T12:05:00Z")])
        }
    }

    /// A history, cut into batches that come in random order and partly twice, through HTTP.
    @Test(arguments: 0..<4) func orderDoesNotMatter(_ seed: UInt64) async throws {
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            try await define(world)
            let other = try await world.another()
            try await define(other)
            var random = Seeded(seed + 100)
            var items: [String] = []
            var at = instant("2026-03-10T09:00:00Z")
            while at < instant("2026-03-10T11:30:00Z") {
                let location = Bool.random(using: &random) ? "khi" : "lhe"
                let state = Int.random(in: 0..<4, using: &random) == 0 ? "down" : "up"
                items.append(
                    #"{"kind":"probe","service":"cpaas","component":"api","location":"\#(location)","at":"\#(at)","state":"\#(state)"}"#
                )
                at = at.advanced(by: Int64.random(in: 5...120, using: &random))
            }
            items.append(world.outage("d1", "voice", "2026-03-10T10:00:00Z", "2026-03-10T10:10:00Z"))
            try await world.measure(items)
            var rest = items.shuffled(using: &random) + items.prefix(20)
            while !rest.isEmpty {
                let count = min(rest.count, Int.random(in: 1...60, using: &random))
                try await other.measure(Array(rest.prefix(count)))
                rest.removeFirst(count)
                if Bool.random(using: &random) { _ = try await other.get("/v1/outages") }
            }
            let path = "/v1/availability?service=cpaas&from=2026-03-10T08:00:00Z&to=2026-03-10T12:00:00Z"
            let (one, many) = (try await world.get(path), try await other.get(path))
            #expect(one["timeline"] == many["timeline"])
            #expect(one["components"] == many["components"])
            let (a, b) = (try await outages(world), try await outages(other))
            #expect(a == b)
            #expect(!a.isEmpty)
        }
    }

    private func outages(_ world: World) async throws -> [String] {
        let page = try await world.get("/v1/outages?limit=200").decode(ListPage<OutageResource>.self)
        return page.data.filter { $0.state != .withdrawn }
            .map { "\($0.component ?? "-") \($0.startedAt) \($0.endedAt?.description ?? "") \($0.sources) \($0.components)" }
            .sorted()
    }
}
