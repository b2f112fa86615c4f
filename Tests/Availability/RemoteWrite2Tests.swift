import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Availability

/// An `io.prometheus.write.v2.Request` as its senders write it.
struct InternedMessage {
    private var symbols = [""]
    private var series: [UInt8] = []

    private mutating func reference(_ text: String) -> [UInt8] {
        let index = symbols.firstIndex(of: text) ?? symbols.endIndex
        if index == symbols.endIndex { symbols.append(text) }
        return RemoteWriteMessage.varint(UInt64(index))
    }

    mutating func add(_ labels: [(String, String)], _ samples: [(Int64, Double)], more: [UInt8] = [], packed: Bool = true) {
        let references = labels.flatMap { [reference($0.0), reference($0.1)] }
        let named = packed ? RemoteWriteMessage.field(0x0A, references.flatMap(\.self)) : references.flatMap { [0x08] + $0 }
        series += RemoteWriteMessage.field(
            0x2A, named + samples.flatMap { RemoteWriteMessage.sample($0.0, bits: $0.1.bitPattern) } + more)
    }

    /// Symbols before or after what refers to them.
    func bytes(symbolsLast: Bool = false) -> [UInt8] {
        let table = symbols.flatMap { RemoteWriteMessage.field(0x22, Array($0.utf8)) }
        return symbolsLast ? series + table : table + series
    }
}

/// Prometheus remote write 2.0, over HTTP.
@Suite struct RemoteWrite2Tests {
    private static let headers = [
        "content-type": "application/x-protobuf;proto=io.prometheus.write.v2.Request", "content-encoding": "snappy",
        "x-prometheus-remote-write-version": "2.0.0",
    ]

    private func write(_ world: World, _ body: [UInt8], _ change: [String: String] = [:]) async throws -> Answer {
        try await world.service.send(
            .POST, "/v1/prometheus/write", as: world.sender, body: RemoteWriteMessage.pack(body),
            headers: Self.headers.merging(change) { $1 })
    }

    private static func probe(_ location: String) -> [(String, String)] {
        [("__name__", "probe_success"), ("job", "blackbox"), ("location", location)]
    }

    @Test func theSameSamplesBecomeTheSameOutages() async throws {
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            try await RemoteWriteTests.define(world)
            let start = instant("2026-03-10T11:50:00Z").epochSeconds
            for symbolsLast in [false, true] {
                var message = InternedMessage()
                // Exemplars, metadata, a created timestamp: they measure nothing.
                let beside: [UInt8] = [0x22, 0x2A].flatMap { RemoteWriteMessage.field($0, [0x08, 0x01]) } + [0x30, 0x01]
                let samples: [(Int64, Double)] = [(start + 60, 0), (start, 1), (start + 120, 1)]
                message.add(Self.probe("khi"), samples, more: beside, packed: !symbolsLast)
                message.add([("__name__", "up"), ("job", "blackbox")], [(start, 1)])
                let answer = try await write(world, message.bytes(symbolsLast: symbolsLast))
                #expect(answer.status == 200, "\(answer.text)")
                #expect(answer.headers["x-prometheus-remote-write-samples-written"] == "3")
                #expect(answer.headers["x-prometheus-remote-write-histograms-written"] == "0")
                #expect(answer["unknown_samples"]?.json == "1")
            }
            let outages = try await world.get("/v1/outages?component=api").decode(ListPage<OutageResource>.self).data
            #expect(outages.map(\.startedAt.epochSeconds) == [start + 60])
            #expect(outages.map(\.endedAt?.epochSeconds) == [start + 120])
        }
    }

    @Test func whatIsMalformedOrNotItsOwnIsRefused() async throws {
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            try await RemoteWriteTests.define(world)
            let at = instant("2026-03-10T11:50:00Z").epochSeconds
            var good = InternedMessage()
            good.add(Self.probe("khi"), [(at, 0)])
            func series(_ references: [UInt8]) -> [UInt8] {
                RemoteWriteMessage.field(0x22, []) + RemoteWriteMessage.field(0x22, Array("a".utf8))
                    + RemoteWriteMessage.field(0x2A, RemoteWriteMessage.field(0x0A, references))
            }
            let bodies: [[UInt8]] = [
                [], Array(good.bytes().dropLast(2)), Array(good.bytes().dropFirst(2)), series([1]), series([1, 9]),
                series([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0]), series([1, 1]), series([0, 0]),
            ]
            for body in bodies {
                let answer = try await write(world, body)
                #expect(answer.status == 400, "\(body.prefix(20)): \(answer.text)")
            }
            let type = "application/x-protobuf;proto="
            for (change, status) in [
                (["content-type": "\(type)prometheus.Nothing"], 415), (["x-prometheus-remote-write-version": "0.1.0"], 400),
                (["content-type": "\(type)prometheus.WriteRequest", "x-prometheus-remote-write-version": "3.0.0"], 400),
            ] {
                #expect(try await write(world, good.bytes(), change).status == status, "\(change)")
            }
            // The first message by a sender of 2.0.
            var first = RemoteWriteMessage()
            first.series(Self.probe("khi"), [(at, 0)])
            #expect(try await write(world, first.bytes, ["content-type": "\(type)prometheus.WriteRequest"]).status == 200)
        }
    }

    @Test func whatIsRefusedIsToldWithWhatIsWritten() async throws {
        try await World.with(at: "2026-03-10T12:00:00Z") { world in
            try await RemoteWriteTests.define(world)
            let now = instant("2026-03-10T12:00:00Z").epochSeconds
            var message = InternedMessage()
            message.add(Self.probe("khi"), [(now, 1), (now + 301, 1)])
            let answer = try await write(world, message.bytes())
            #expect(answer.status == 400 && answer.headers["x-prometheus-remote-write-samples-written"] == "1")
            #expect(answer.text.contains("1 samples were refused"), "\(answer.text)")
        }
    }
}
