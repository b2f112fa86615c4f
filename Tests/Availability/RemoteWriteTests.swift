import Chassis
import Contracts
import Csnappy
import Foundation
import Hosting
import Telemetry
import Terms
import TestSupport
import Testing

@testable import Availability

/// A `WriteRequest` as Prometheus would write it.
struct RemoteWriteMessage {
    var bytes: [UInt8] = []

    static func varint(_ value: UInt64) -> [UInt8] {
        var writer = ByteWriter()
        writer.varint(value)
        return writer.bytes
    }

    static func field(_ tag: UInt8, _ body: [UInt8]) -> [UInt8] { [tag] + varint(UInt64(body.count)) + body }

    static func label(_ name: String, _ value: String) -> [UInt8] {
        field(0x0A, field(0x0A, Array(name.utf8)) + field(0x12, Array(value.utf8)))
    }

    static func sample(_ at: Int64, bits: UInt64) -> [UInt8] {
        let value = withUnsafeBytes(of: bits.littleEndian) { Array($0) }
        return field(0x12, [0x09] + value + [0x10] + varint(UInt64(bitPattern: at * 1_000 + 250)))
    }

    mutating func series(_ labels: [(String, String)], _ samples: [(Int64, Double)]) {
        bytes += Self.field(
            0x0A, labels.flatMap { Self.label($0.0, $0.1) } + samples.flatMap { Self.sample($0.0, bits: $0.1.bitPattern) })
    }

    var packed: Data { Self.pack(bytes) }

    static func pack(_ bytes: [UInt8]) -> Data {
        var length = snappy_max_compressed_length(bytes.count)
        var packed = [CChar](repeating: 0, count: length)
        bytes.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { _ = snappy_compress($0.baseAddress, bytes.count, &packed, &length) }
        }
        return Data(packed.prefix(length).map { UInt8(bitPattern: $0) })
    }
}

/// Prometheus remote write, over HTTP.
@Suite struct RemoteWriteTests {
    private static let headers = [
        "content-type": "application/x-protobuf", "content-encoding": "snappy", "x-prometheus-remote-write-version": "0.1.0",
    ]

    static func define(_ world: World) async throws {
        let requests = RequestSource(
            sliceSeconds: 60, downErrorRate: Percent(whole: 50), staleSeconds: 120,
            prometheus: PrometheusRequests(
                total: .init(series: "requests_total", labels: [:]),
                failed: .init(series: "requests_total", labels: ["code": "500"])))
        try await world.define(
            "cpaas",
            [
                ComponentState(key: "api", name: nil, source: .probe(IngestTests.probe)),
                ComponentState(key: "sms", name: nil, source: .requests(requests)),
            ], .component("api"))
    }

    private func write(_ world: World, _ body: Data, _ headers: [String: String] = headers) async throws -> Answer {
        try await world.service.send(.POST, "/v1/prometheus/write", as: world.sender, body: body, headers: headers)
    }

    @Test func samplesInAnyOrderBecomeOutages() async throws {
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            try await Self.define(world)
            let start = instant("2026-03-10T11:50:00Z").epochSeconds
            let probe = { (location: String) in
                [("__name__", "probe_success"), ("instance", "x"), ("job", "blackbox"), ("location", location)]
            }
            var message = RemoteWriteMessage()
            message.series(probe("khi"), [(start + 60, 0), (start, 1), (start + 60, 0), (start + 120, 1)])
            message.series([("__name__", "up"), ("job", "blackbox")], [(start, 1)])
            message.series(probe("mars"), [(start, 1)])
            message.bytes += RemoteWriteMessage.field(
                0x0A,
                probe("lhe").flatMap { RemoteWriteMessage.label($0.0, $0.1) }
                    + RemoteWriteMessage.sample(start, bits: SeriesPlacer.staleMarker))
            // Metadata, which measures nothing.
            message.bytes += RemoteWriteMessage.field(0x1A, [0x08, 0x01])
            let answer = try await write(world, message.packed)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(
                answer.text == #"{"accepted":4,"rejected":0,"stale_markers":1,"unknown_samples":2,"unknown_series":2}"#,
                "\(answer.text)")
            let outages = try await world.get("/v1/outages?component=api").decode(ListPage<OutageResource>.self).data
            #expect(outages.map(\.startedAt.epochSeconds) == [start + 60])
            #expect(outages.map(\.endedAt?.epochSeconds) == [start + 120])
            let status = try await world.get("/v1/measurements").text
            #expect(status.contains(#"up{job=\"blackbox\"}"#) && status.contains("unknown_location"))
        }
    }

    @Test func countersBecomeDowntime() async throws {
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            try await Self.define(world)
            let start = instant("2026-03-10T11:50:00Z").epochSeconds
            var message = RemoteWriteMessage()
            let good = [("__name__", "requests_total"), ("code", "200")]
            let bad = [("__name__", "requests_total"), ("code", "500")]
            let values: [Double] = [100, 110, 120, 120, 140, 150]
            message.series(good, values.enumerated().map { (start + Int64($0.offset) * 60, $0.element) })
            message.series(bad, [(start + 180, 30), (start + 240, 30), (start + 300, 30)])
            #expect(try await write(world, message.packed).status == 200)
            let got = try await world.get("/v1/availability?service=cpaas&from=2026-03-10T11:50:00Z&to=2026-03-10T11:55:00Z")
            #expect(
                got["components", "1", "down"]?.json == #"[{"from":"2026-03-10T11:52:00Z","to":"2026-03-10T11:53:00Z"}]"#,
                "\(got.text)")
        }
    }

    @Test func whatIsMalformedIsRefusedAndStoresNothing() async throws {
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            try await Self.define(world)
            let at = instant("2026-03-10T11:50:00Z").epochSeconds
            let labels = [("__name__", "probe_success"), ("job", "blackbox"), ("location", "khi")]
            var good = RemoteWriteMessage()
            good.series(labels, [(at, 0)])
            func message(_ labels: [(String, String)]) -> Data {
                var message = RemoteWriteMessage()
                message.series(labels, [(at, 1)])
                return message.packed
            }
            let truncated = Data(good.packed.dropLast(3))
            // Says that it unpacks to 4 GB.
            let huge = Data([0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0x00] as [UInt8])
            let past: [UInt8] = [0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F]
            let messages: [[UInt8]] = [
                Array(good.bytes.dropLast(2)), past, [0x0A, 0x80], [0x00, 0x01], [0x0B], [0x0A, 0x03, 0x0A, 0x01, 0x0A],
            ]
            let sets: [[(String, String)]] = [
                [("job", "a"), ("__name__", "probe_success")], [("__name__", "a"), ("__name__", "a")], [("job", "a")],
                [("__name__", "a-b")], [("__name__", "a"), ("b", "")], [("__name__", "a"), ("1b", "x")],
            ]
            var bodies: [(Data, Int)] = [
                (Data(), 400), (Data([0xFF] as [UInt8]), 400), (truncated, 400), (Data(good.bytes), 400),
            ]
            bodies.append((huge, 413))
            bodies += messages.map { (RemoteWriteMessage.pack($0), 400) }
            bodies += sets.map { (message($0), 400) }
            for (body, status) in bodies {
                let answer = try await write(world, body)
                #expect(answer.status == status, "\(Array(body.prefix(20))): \(answer.text)")
            }
            let wrong = [
                ["content-encoding": "gzip"], ["content-type": "text/plain"], ["x-prometheus-remote-write-version": "2.0.0"],
            ]
            for change in wrong {
                let answer = try await write(world, good.packed, Self.headers.merging(change) { $1 })
                #expect((400...415).contains(answer.status), "\(change)")
            }
            let rows = try await world.service.database.admin().run("select count(*) from measurement_batches")
            #expect(rows[0][0] == "0")
        }
    }

    @Test func aClockThatRunsAheadIsRefusedAndTheRestIsTaken() async throws {
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            try await Self.define(world)
            let now = instant("2026-03-10T12:00:00Z").epochSeconds
            var message = RemoteWriteMessage()
            message.series(
                [("__name__", "probe_success"), ("job", "blackbox"), ("location", "khi")],
                [(now, 1), (now + 301, 1), (now - 60, 0.5), (now - 30, .nan)])
            let answer = try await write(world, message.packed)
            #expect(answer.status == 400)
            #expect(answer.text.contains("3 samples were refused") && answer.text.contains("1 were stored"), "\(answer.text)")
        }
    }

    @Test func mutatedMessagesNeverTrap() {
        var good = RemoteWriteMessage()
        good.series([("__name__", "probe_success"), ("job", "blackbox")], [(1_772_323_200, 1), (1_772_323_260, 0)])
        var random = Seeded(9)
        for _ in 0..<5_000 {
            var broken = good.bytes
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                broken[Int.random(in: broken.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            broken.withUnsafeBytes { bytes in
                var reader = WriteRequestReader(
                    definitions: .none, cache: SeriesCache(.none), now: Instant(epochSeconds: 1_800_000_000))
                _ = try? reader.read(bytes)
                var second = InternedRequestReader(
                    definitions: .none, cache: SeriesCache(.none), now: Instant(epochSeconds: 1_800_000_000))
                _ = try? second.read(bytes)
            }
            _ = RemoteWriteMessage.pack(broken).withUnsafeBytes { try? Snappy.unpack($0, maximumBytes: 1 << 20) }
        }
    }
}
