import Logging
import Postgres

/// Our Postgres client beside `pgbench`: prepared selects by primary key on the same server.
enum PostgresSelect: Subject {
    static let name = "postgres"

    /// pgbench's scale: 100,000 accounts each.
    private static let scale = 10
    private static let accounts = 100_000 * scale

    static func measure(_ stand: Stand) async throws -> [Comparison] {
        let servers = try await Servers(folder: "\(stand.folder)/postgres-select")
        do {
            _ = try await Tool.run("pgbench", ["-i", "-q", "-s", "\(scale)"], environment: servers.postgresEnvironment)
            let results = [
                try await compare(
                    "Postgres client, prepared select, 8 connections", tasks: 8, connections: 8, atLeast: 0.9, servers, stand),
                try await compare(
                    "Postgres client, 64 requests at once over 4 connections", tasks: 64, connections: 4, atLeast: 1, servers,
                    stand),
            ]
            await servers.stop()
            return results
        } catch {
            await servers.stop()
            throw error
        }
    }

    private static func compare(
        _ title: String, tasks: Int, connections: Int, atLeast target: Double, _ servers: Servers, _ stand: Stand
    ) async throws -> Comparison {
        let (ours, peer) = try await stand.rounds.inTurn {
            stand.progress("\(title): ours")
            return try await selects(tasks: tasks, connections: connections, servers, stand)
        } _: {
            stand.progress("\(title): pgbench")
            let output = try await Tool.run(
                "pgbench", ["-n", "-S", "-M", "prepared", "-c", "8", "-j", "2", "-T", "\(stand.roundSeconds)"],
                environment: servers.postgresEnvironment)
            return try Tool.number(after: "tps = ", in: output)
        }
        return .rate(title, ours: ours, peer: peer, peerName: "pgbench, 8 clients", unit: "queries/s", atLeast: target)
    }

    private static func selects(tasks: Int, connections: Int, _ servers: Servers, _ stand: Stand) async throws -> Double {
        let client = PostgresClient(
            configuration: servers.postgres(connections: connections), eventLoop: servers.eventLoop, logger: .quiet)
        return try await running(client) {
            _ = try await client.query("select 1")
            let length = Duration.seconds(stand.roundSeconds)
            let (elapsed, count) = try await seconds {
                try await withThrowingTaskGroup(of: Int.self) { group in
                    for task in 0..<tasks {
                        // On the client's own loop, as pgbench's clients are on their thread: what is measured is the client,
                        // not the wake-ups between threads.
                        group.addTask(executorPreference: client.eventLoop) {
                            try await loop(client, first: task * 7919, for: length)
                        }
                    }
                    return try await group.reduce(0, +)
                }
            }
            return Double(count) / elapsed
        }
    }

    /// Selects one account after another until the time is up; returns how many.
    private static func loop(_ client: PostgresClient, first: Int, for length: Duration) async throws -> Int {
        let start = ContinuousClock.now
        var account = first
        var count = 0
        while ContinuousClock.now - start < length {
            account = (account &* 1_103_515_245 &+ 12_345) & 0x7fff_ffff
            let rows = try await client.query("select abalance from pgbench_accounts where aid = \(account % accounts + 1)")
            guard rows.count == 1 else { throw BenchError("account \(account) is missing") }
            count += 1
        }
        return count
    }
}
