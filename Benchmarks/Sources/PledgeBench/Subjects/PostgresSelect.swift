import EventLoop
import Logging
import Postgres

/// Our Postgres client beside `pgbench`: prepared selects by primary key on the same server.
enum PostgresSelect: Subject {
    static let name = "postgres"

    /// pgbench's scale: 100,000 accounts each.
    private static let scale = 10
    private static let accounts = 100_000 * scale

    static func measure(_ stand: Stand) async throws -> [Comparison] {
        try await Servers.with("postgres-select", stand) { servers in
            _ = try await Tool.run("pgbench", ["-i", "-q", "-s", "\(scale)"], environment: servers.postgresEnvironment)
            return [
                try await compare(
                    "Postgres client, prepared select, 8 connections, 1 loop",
                    Load(tasks: 8, connections: 8, loops: 1, peerThreads: 1),
                    atLeast: 0.9, servers, stand),
                try await compare(
                    "Postgres client, prepared select, 8 connections, 2 loops",
                    Load(tasks: 8, connections: 8, loops: 2, peerThreads: 2),
                    atLeast: 0.9, servers, stand),
                try await compare(
                    "Postgres client, 64 requests at once over 4 connections",
                    Load(tasks: 64, connections: 4, loops: 1, peerThreads: 2),
                    atLeast: 1, servers, stand),
            ]
        }
    }

    /// Who asks: so many tasks, over so many connections in all, on so many loops, each with its thread.
    private struct Load {
        let tasks: Int
        let connections: Int
        let loops: Int
        /// What the same requests are measured against: pgbench has no more than one request a connection.
        let peerThreads: Int
    }

    private static func compare(
        _ title: String, _ load: Load, atLeast target: Double, _ servers: Servers, _ stand: Stand
    ) async throws -> Comparison {
        let clients = (0..<load.loops).map { number in
            PostgresClient(
                configuration: servers.postgres(connections: load.connections / load.loops),
                eventLoop: EventLoop(name: "bench-\(number)"), logger: .quiet)
        }
        // The same session settings on both sides: a statement timeout is work for the server, whoever asks for it.
        var environment = servers.postgresEnvironment
        environment["PGOPTIONS"] = servers.postgres(connections: 1).sessionOptions
        let (ours, peer) = try await stand.shortRounds.inTurn {
            stand.progress("\(title): ours")
            return try await selects(load, clients, stand)
        } _: {
            stand.progress("\(title): pgbench")
            let output = try await Tool.run(
                "pgbench",
                ["-n", "-S", "-M", "prepared", "-c", "8", "-j", "\(load.peerThreads)", "-T", "\(stand.shortRoundSeconds)"],
                environment: environment)
            return try Tool.number(after: "tps = ", in: output)
        }
        for client in clients { await client.close() }
        return .rate(
            title, ours: ours, peer: peer, peerName: "pgbench -c 8 -j \(load.peerThreads)", unit: "queries/s", atLeast: target)
    }

    private static func selects(_ load: Load, _ clients: [PostgresClient], _ stand: Stand) async throws -> Double {
        for client in clients { try await client.query("select 1") }
        let length = Duration.seconds(stand.shortRoundSeconds)
        let (elapsed, count) = try await seconds {
            try await withThrowingTaskGroup(of: Int.self) { group in
                for task in 0..<load.tasks {
                    let client = clients[task % clients.count]
                    // On the client's own loop, as pgbench's clients are on their thread: what is measured is the client,
                    // not the wake-ups between threads.
                    group.addTask(executorPreference: client.eventLoop.taskExecutor) {
                        try await loop(client, first: task * 7919, for: length)
                    }
                }
                return try await group.reduce(0, +)
            }
        }
        return Double(count) / elapsed
    }

    /// Selects one account after another until the time is up; returns how many.
    private static func loop(_ client: PostgresClient, first: Int, for length: Duration) async throws -> Int {
        let start = ContinuousClock.now
        var account = first
        var count = 0
        while ContinuousClock.now - start < length {
            account = (account &* 1_103_515_245 &+ 12_345) & 0x7fff_ffff
            // As wide as the column, as pgbench's parameter is taken.
            let aid = Int32(account % accounts + 1)
            let rows = try await client.query("select abalance from pgbench_accounts where aid = \(aid)")
            guard rows.count == 1 else { throw BenchError("account \(account) is missing") }
            count += 1
        }
        return count
    }
}
