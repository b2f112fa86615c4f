import Chassis
import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Availability

/// `/v1/objectives`: promises about speed, delivery and quality, by what was measured live.
@Suite struct ObjectiveTests {
    private static let now = "2026-04-20T12:00:00Z"

    private func with(_ file: String = "zecto.yaml", _ body: (ObjectiveHistory) async throws -> Void) async throws {
        try await World.with(at: Self.now) { world in try await body(try await ObjectiveHistory(file, world)) }
    }

    /// Messages that were delivered, in an hour of the tenth of March.
    private func delivered(_ hour: Int, _ hits: Int, of all: Int, more: String = "") -> String {
        let at = "2026-03-10T\(hour < 10 ? "0" : "")\(hour):00:00Z"
        return """
            {"kind":"metric","service":"cpaas","component":"sms","of":"messages_to_valid_numbers_on_operational_networks",\
            "metric":"delivered","at":"\(at)","period_seconds":3600,\(more)"counts":{"hits":\(hits),"all":\(all)}}
            """
    }

    private func rate(_ history: ObjectiveHistory, _ month: String = "2026-03") async throws -> ObjectiveResource {
        let found = try await history.results(month, "&objective=sms-delivery-rate")
        try #require(found.count == 1)
        return found[0]
    }

    /// Two hours of 99.95 % and one of 90 %: the mean of the ratios would be below what all messages together are.
    @Test func itIsTheRatioOfSums() async throws {
        try await with { history in
            let none = try await rate(history)
            #expect(none.verdict == .notMeasurable && none.coveragePercent == "0.0000" && none.findings[0].low == nil)
            try await history.world.measure([
                delivered(1, 9_995, of: 10_000), delivered(2, 9_995, of: 10_000), delivered(3, 9, of: 10),
            ])
            let result = try await rate(history)
            #expect(result.verdict == .met && result.clause == "S2-3.1" && result.target.map { "\($0)" } == "99.9")
            #expect(result.findings.map(\.low) == ["99.9450"] && result.findings.map(\.high) == ["99.9450"])
            #expect(result.findings[0].population == 20_010 && result.findings[0].unit == "%")
            #expect(result.measuredSeconds == 3 * 3_600 && result.coveragePercent == "0.4032")
            #expect(result.service == history.service.id && result.component == "sms" && result.customer == nil)
            #expect(result.promise == "at least 99.9 % of messages_to_valid_numbers_on_operational_networks delivered")

            // What comes late changes what it should, and nothing else.
            try await history.world.measure([delivered(4, 9_900, of: 10_000)])
            #expect(try await rate(history).verdict == .missed)
            #expect(try await rate(history, "2026-04").verdict == .pending)
            #expect(try await rate(history, "2026-02").verdict == .notMeasurable)
        }
    }

    /// The same again counts once; a correction counts as corrected; and of two that contradict each other the one that
    /// looked at more stands, whichever came first.
    @Test func whatIsToldTwiceCountsOnce() async throws {
        let told = [
            delivered(1, 990, of: 1_000), delivered(1, 990, of: 1_000), delivered(1, 980, of: 1_001),
            delivered(2, 1, of: 5_000), delivered(2, 100, of: 100, more: #""revision":2,"#),
            delivered(2, 99, of: 100, more: #""revision":2,"#), delivered(1, 50, of: 100, more: #""id":"other node","#),
        ]
        for seed in UInt64(1)...4 {
            try await with { history in
                var random = Seeded(seed)
                for batch in [told.shuffled(using: &random), told.shuffled(using: &random)] {
                    try await history.send(batch, &random)
                }
                let finding = try await rate(history).findings[0]
                #expect(finding.population == 1_001 + 100 + 100)
                #expect(finding.low == Rational(100 * (980 + 100 + 50), over: 1_201).floored(places: 4), "seed \(seed)")
                let rows = try await history.world.service.database.admin().run("select count(*) from metric_records")
                #expect(rows == [["3"]])
            }
        }
    }

    @Test func whatCannotBePlacedIsCounted() async throws {
        try await with { history in
            let good = delivered(1, 1, of: 1)
            let items = [
                good, good.replacing("\"cpaas\"", with: "\"nope\""), good.replacing("\"sms\"", with: "\"fax\""),
                good.replacing("2026-03-10", with: "2026-04-21"), good.replacing("2026-03-10T01", with: "2026-04-20T12"),
                good.replacing("2026-03-10", with: "1999-12-31"),
                #"{"kind":"outage","id":"n1","service":"cpaas","component":"api","from":"2026-03-10T00:00:00Z","to":null}"#,
            ]
            let answer = try await history.world.service.send(
                .POST, "/v1/measurements", as: history.world.sender,
                json: #"{"measurements":[\#(items.joined(separator: ","))]}"#)
            #expect(answer.status == 202 && answer["accepted"]?.json == "2", "\(answer.text)")
            #expect(
                answer["rejected"]?.items?.compactMap { $0["code"]?.text } == [
                    "unknown_service", "unknown_component", "clock_ahead", "clock_ahead", "too_old",
                ])
            #expect(answer["unknown"]?.json == "2" && answer["rejected_count"]?.json == "5")
            #expect(try await rate(history).findings[0].population == 1)
            let unknown = try await history.world.get("/v1/measurements")["unknown_series"]?.items ?? []
            let names = unknown.compactMap { $0["series"]?.text }
            #expect(names.contains { $0.hasPrefix("metric") && $0.contains("nope") }, "\(names)")
        }
    }

    /// Nothing of a body is stored in which one metric is wrong, and what is wrong is pointed at.
    @Test func whatIsWrongIsPointedAt() async throws {
        let good = delivered(1, 1, of: 1)
        let counts = #""counts":{"hits":1,"all":1}"#
        let wrong: [(String, String)] = [
            (good.replacing(#","metric":"delivered""#, with: ""), "/metric"),
            (good.replacing(#""metric":"delivered""#, with: #""metric":"Not A Key""#), "/metric"),
            (good.replacing(#""service":"cpaas""#, with: #""service":5"#), "/service"),
            (good.replacing(#""kind":"#, with: #""why":"because","kind":"#), "/why"),
            (good.replacing("3600", with: "0"), "/period_seconds"),
            (good.replacing("3600", with: "2678401"), "/period_seconds"),
            (good.replacing("01:00:00Z", with: "25:00:00Z"), "/at"),
            (good.replacing(",\(counts)", with: ""), ""),
            (good.replacing(counts, with: #"\#(counts),"values":{"sum":1,"count":1,"minimum":1,"maximum":1}"#), ""),
            (good.replacing(counts, with: #""counts":{"hits":2,"all":1}"#), "/counts/hits"),
            (good.replacing(counts, with: #""counts":{"hits":1.5,"all":2}"#), "/counts/hits"),
            (good.replacing(counts, with: #""counts":{"hits":-1,"all":2}"#), "/counts/hits"),
            (good.replacing(counts, with: #""counts":[]"#), "/counts"),
            (good.replacing(counts, with: #""histogram":{"bounds":[2,1],"counts":[1,1,1]}"#), "/histogram"),
            (good.replacing(counts, with: #""histogram":{"bounds":["1"],"counts":[1]}"#), "/histogram/counts"),
            (good.replacing(counts, with: #""histogram":{"bounds":["1e3"],"counts":[1,1]}"#), "/histogram/bounds/0"),
            (good.replacing(counts, with: #""values":{"sum":9,"count":2,"minimum":1,"maximum":4}"#), "/values/sum"),
            (good.replacing(counts, with: #""unit":"","histogram":{"bounds":[1],"counts":[1,1]}"#), "/unit"),
            (good.replacing(counts, with: #"\#(counts),"revision":0"#), "/revision"),
            (good.replacing(counts, with: #"\#(counts),"at":"2026-03-10T01:00:00Z""#), ""),
        ]
        try await with { history in
            let world = history.world
            for (item, pointer) in wrong {
                #expect(item != good)
                let json = try await world.service.send(
                    .POST, "/v1/measurements", as: world.sender, json: #"{"measurements":[\#(good),\#(item)]}"#)
                #expect(json.status == 422, "\(item): \(json.text)")
                #expect(try json.problem().errors.map(\.pointer) == ["#/measurements/1\(pointer)"], "\(item): \(json.text)")
                let lines = try await world.service.send(
                    .POST, "/v1/measurements", as: world.sender, body: Data("\(good)\n\n\(item)".utf8),
                    headers: BodyFormat.lines.headers)
                #expect(try lines.problem().errors.map(\.pointer) == ["#/lines/3\(pointer)"], "\(item): \(lines.text)")
            }
            let many = Array(repeating: good, count: IntakeLimits.metrics + 1).joined(separator: "\n")
            let answer = try await world.service.send(
                .POST, "/v1/measurements", as: world.sender, body: Data(many.utf8), headers: BodyFormat.lines.headers)
            #expect(answer.status == 422 && answer.text.contains("more than \(IntakeLimits.metrics)"), "\(answer.text)")
            #expect(try await rate(history).verdict == .notMeasurable)
            #expect(try await world.service.database.admin().run("select count(*) from metrics") == [["0"]])
        }
    }

    @Test func questionsThatMakeNoSenseAreRefused() async throws {
        try await with { history in
            for (query, status) in [
                ("month=2026-13", 400), ("service=nope", 404), ("from=2026-03-01T00:00:00Z", 400),
                ("month=2026-03&from=2026-03-01T00:00:00Z&to=2026-04-01T00:00:00Z", 400), ("commitment=uptime", 400),
                ("customer=cus_00000000000000000000000000", 404),
                ("from=2020-01-01T00:00:00Z&to=2026-04-01T00:00:00Z", 200), ("", 200),
            ] {
                let answer = try await history.world.service.send(.GET, "/v1/objectives?\(query)", as: history.world.admin)
                #expect(answer.status == status, "\(query): \(answer.text.prefix(200))")
            }
            #expect(try await history.world.service.send(.GET, "/v1/objectives", as: history.world.sender).status == 403)
        }
    }

    /// Customers read what binds them: of what they subscribe to, from when they do, and with the limits that are theirs.
    @Test func customersReadTheirOwn() async throws {
        try await Contracted.with("zecto.yaml", at: "2026-04-20T12:00:00Z") { contracted in
            try await contracted.publish { text in
                text.replacing(
                    #"limit: {at_most: "200", unit: ms}"#,
                    with: """
                        limit: {at_most: "200", unit: ms}
                            limits: [{when: {plan: enterprise}, at_most: "100", unit: ms}]
                        """)
            }
            let world = contracted.world
            let enterprise = try await contracted.customer(contracted.contract(CustomerID()))
            let standard = try await contracted.customer(
                contracted.contract(CustomerID(), plan: "standard", from: "2026-04-01T00:00:00Z"))
            try await world.measure([
                """
                {"kind":"metric","service":"cpaas","component":"sms","of":"api_requests","metric":"response_time","unit":"ms",\
                "at":"2026-03-10T00:00:00Z","period_seconds":86400,"histogram":{"bounds":[100,200],"counts":[90,9,1]}}
                """
            ])
            func verdicts(_ caller: Caller, _ query: String) async throws -> [ObjectiveResource] {
                try await world.get("/v1/objectives?objective=sms-api-response-time&\(query)", as: caller)
                    .decode(ListPage<ObjectiveResource>.self).data
            }
            let everybody = try await verdicts(world.admin, "month=2026-03")
            #expect(everybody.map(\.verdict) == [.met] && everybody.map(\.customer) == [nil])
            for caller in [world.admin, Caller.of(world.tenant, .owner, customer: enterprise)] {
                let own = try await verdicts(caller, "month=2026-03&customer=\(enterprise)")
                #expect(own.map(\.verdict) == [.missed] && own.map(\.customer) == [enterprise])
                #expect(own[0].promise == "at least 95 % of api_requests with response_time at most 100 ms")
            }
            let other = Caller.of(world.tenant, .member, customer: standard)
            #expect(try await verdicts(other, "month=2026-03").isEmpty)
            #expect(try await verdicts(other, "month=2026-04").map(\.verdict) == [.pending])
            let stranger = Caller.of(world.tenant, .member, customer: CustomerID())
            #expect(try await verdicts(stranger, "month=2026-03").isEmpty)
            #expect(
                try await world.service.send(.GET, "/v1/objectives?customer=\(enterprise)", as: other).status == 404)
        }
    }

    @Test func anotherTenantsMeasurementsDoNotExist() async throws {
        try await with { history in
            try await history.world.measure([delivered(1, 990, of: 1_000)])
            let stranger = try await history.world.another()
            let theirs = try await ObjectiveHistory("zecto.yaml", stranger)
            #expect(try await rate(theirs).verdict == .notMeasurable)
            let foreign = try await stranger.service.send(
                .GET, "/v1/objectives?service=\(history.service.id)&month=2026-03", as: stranger.admin)
            #expect(foreign.status == 404)
            try await stranger.measure([delivered(1, 0, of: 1_000_000)])
            #expect(try await rate(history).findings[0].population == 1_000)
        }
    }

    /// A batch from before there were such measurements is still a batch, and one with them says them all again.
    @Test func batchesKeepThem() throws {
        let start = instant("2026-03-10T00:00:00Z")
        let stream = MetricRecord.Stream(service: ServiceID(), component: "", population: "messages", metric: "delivered")
        let least = Rational(-1, over: 8)
        let most = Rational(999_999_999_999_999_999, over: 1_000_000)
        let histogram = try #require(Histogram(bounds: [least, most], counts: [0, 1 << 53, 7]))
        let readings: [ObjectiveSample.Reading] = [
            .counts(hits: 0, all: 1 << 53), .histogram(histogram),
            .values(ValueSummary(sum: least, count: 3, minimum: Rational(-1), maximum: most)),
        ]
        let records = readings.enumerated().map { index, reading in
            MetricRecord(
                stream: stream, id: index == 0 ? "" : "n\(index)", revision: Int64(index + 1),
                sample: ObjectiveSample(
                    interval: Interval(start, start.advanced(by: Int64(index) * 60)), part: index == 1 ? "eu" : nil,
                    unit: index == 2 ? "ms" : nil, reading: reading))
        }
        let bytes = Batch(metrics: records).encoded()
        #expect(try bytes.withUnsafeBytes { try Batch(decoding: $0) } == Batch(metrics: records))
        for count in 5..<bytes.count {
            #expect(throws: (any Error).self) { try bytes.prefix(count).withUnsafeBytes { try Batch(decoding: $0) } }
        }
        let before = Batch().encoded()
        #expect(try before.withUnsafeBytes { try Batch(decoding: $0) }.metrics == [])
        #expect(Batch(metrics: records).sampleCount == 5)
    }
}
