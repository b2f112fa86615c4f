import Hosting
import Logging
import Redis

/// Our Redis client beside `redis-benchmark`: XADD in pipelines of 32.
enum RedisAppend: Subject {
    static let name = "redis"

    /// As `redis-benchmark -c 50 -P 32`.
    private static let clients = 50
    private static let pipeline = 32
    private static let stream = "bench"

    static func measure(_ stand: Stand) async throws -> [Comparison] {
        try await Servers.with("redis-append", stand) { servers in
            let title = "Redis client, XADD, 50 callers in pipelines of 32"
            let requests = stand.isQuick ? 200_000 : 1_000_000
            let (ours, peer) = try await stand.rounds.inTurn {
                stand.progress("\(title): ours")
                return try await appends(requests, servers)
            } _: {
                stand.progress("\(title): redis-benchmark")
                let output = try await Tool.run(
                    "redis-benchmark",
                    [
                        "-p", "\(servers.redis.port)", "-c", "\(clients)", "-P", "\(pipeline)", "-n", "\(requests)", "--csv",
                        "XADD",
                        stream, "*", "event", "0123456789012345678901234567890123456789",
                    ])
                _ = try await Tool.run("redis-cli", ["-p", "\(servers.redis.port)", "del", stream])
                // CSV: a head, then the command in quotes and its requests a second in quotes.
                guard let row = output.split(separator: "\n").last,
                    let rate = row.split(separator: "\",\"").dropFirst().first.flatMap({ Double($0) })
                else { throw BenchError("redis-benchmark printed: \(output.suffix(300))") }
                return rate
            }
            return [.rate(title, ours: ours, peer: peer, peerName: "redis-benchmark", unit: "XADD/s", atLeast: 0.8)]
        }
    }

    private static func appends(_ requests: Int, _ servers: Servers) async throws -> Double {
        let client = RedisClient(
            configuration: RedisConfiguration(port: servers.redis.port), eventLoop: servers.eventLoop, logger: .quiet)
        return try await running(client) {
            _ = try await client.send("PING")
            let (elapsed, _) = try await seconds {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for _ in 0..<clients {
                        group.addTask {
                            for _ in 0..<(requests / clients / pipeline) {
                                let commands = (0..<pipeline).map { _ in
                                    RedisCommand([
                                        "XADD", .string(stream), "*", "event", "0123456789012345678901234567890123456789",
                                    ])
                                }
                                _ = try await client.sendAll(commands)
                            }
                        }
                    }
                    try await group.waitForAll()
                }
            }
            _ = try await client.send("DEL", .string(stream))
            return Double(requests / clients / pipeline * clients * pipeline) / elapsed
        }
    }
}
