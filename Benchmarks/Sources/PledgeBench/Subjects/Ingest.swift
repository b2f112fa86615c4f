import Foundation
import NIOCore

/// Measurements in, durable when acknowledged, beside `COPY` of the same rows into an indexed table.
enum Ingest: Subject {
    static let name = "ingest"

    /// Requests under way at once.
    private static let inFlight = 4
    private static let components = 50
    /// A Monday; every round's samples follow those of the round before.
    private static let firstSecond = 1_767_571_200

    static func measure(_ stand: Stand) async throws -> [Comparison] {
        try await Servers.with("ingest", stand) { servers in
            try await Stack.with(stand) { try await measure(stand, $0, servers) }
        }
    }

    private static func measure(_ stand: Stand, _ stack: Stack, _ servers: Servers) async throws -> [Comparison] {
        let each = stand.isQuick ? 4_000 : 20_000
        let definition = Samples(components: components, each: 0, start: 0).definition(service: "ingest")
        struct Created: Decodable {}
        _ = try await stack.post("/v1/services", definition, as: Created.self)
        try await waitUntilKnown(stack)
        var round = 0
        var folded: [Double] = []
        func next() -> Samples {
            round += 1
            return Samples(components: components, each: each, start: firstSecond + round * each * 60)
        }
        var results: [Comparison] = []
        for (title, address, target) in [
            ("measurement ingest (CSV), at the service", stack.availability, 0.5),
            ("measurement ingest (CSV), through the gateway", stack.gateway, nil),
        ] {
            let (ours, peer) = try await stand.rounds.inTurn {
                stand.progress("\(title): ours")
                let samples = next()
                let requests = samples.requests(service: "ingest", componentsEach: 5)
                let token = try await stack.token()
                let (acknowledged, _) = try await seconds { try await send(requests, to: address, token: token, stack) }
                let (rest, _) = try await seconds { try await drained(stack) }
                folded.append(Double(samples.count) / (acknowledged + rest))
                return Double(samples.count) / acknowledged
            } _: {
                stand.progress("\(title): COPY")
                return try await copy(next(), servers, stand)
            }
            results.append(
                .rate(title, ours: ours, peer: peer, peerName: "COPY with a primary key", unit: "samples/s", atLeast: target))
        }
        let rate = percentile(folded, 0.5)
        results.append(
            .rate(
                "measurement ingest until folded into outages", ours: rate, peer: rate, peerName: "itself", unit: "samples/s",
                atLeast: nil, note: "told for completeness: acknowledged, then merged and derived"))
        return results
    }

    /// Sends all, some at once; returns when the last is acknowledged.
    private static func send(_ requests: [ByteBuffer], to address: String, token: String, _ stack: Stack) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for (index, request) in requests.enumerated() {
                if index >= inFlight { try await group.next() }
                group.addTask {
                    _ = try await stack.send(
                        .POST, address + "/v1/measurements", body: request, headers: ["Content-Type": "text/csv"], token: token)
                }
            }
            try await group.waitForAll()
        }
    }

    private struct Pending: Decodable { let pending_batches: Int }

    static func drained(_ stack: Stack) async throws {
        while try await stack.get("/v1/measurements", as: Pending.self).pending_batches > 0 {
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    /// The definition travels by an event; until it has arrived, samples are unknown.
    static func waitUntilKnown(_ stack: Stack, service: String = "ingest") async throws {
        struct Answer: Decodable { let accepted: Int }
        let line =
            #"{"measurements":[{"kind":"probe","service":"\#(service)","component":"c00","at":"2025-06-01T00:00:00Z","state":"up"}]}"#
        let deadline = ContinuousClock.now + .seconds(10)
        while try await stack.post("/v1/measurements", line, as: Answer.self).accepted == 0 {
            guard ContinuousClock.now < deadline else { throw BenchError("the service's definition did not arrive in 10 s") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private static func copy(_ samples: Samples, _ servers: Servers, _ stand: Stand) async throws -> Double {
        let file = "\(stand.folder)/rows.csv"
        try Data(samples.rows().readableBytesView).write(to: URL(filePath: file))
        defer { try? FileManager.default.removeItem(atPath: file) }
        _ = try await psql(
            """
            create table if not exists samples (component text, location text, at bigint, state text,
            primary key (component, location, at))
            """, servers)
        let (elapsed, _) = try await seconds { try await psql("\\copy samples from '\(file)' with (format csv)", servers) }
        return Double(samples.count) / elapsed
    }

    /// Runs one statement or one of psql's own commands.
    static func psql(_ command: String, _ servers: Servers) async throws -> String {
        try await Tool.run("psql", ["-X", "-q", "-A", "-t", "-c", command], environment: servers.postgresEnvironment)
    }
}
