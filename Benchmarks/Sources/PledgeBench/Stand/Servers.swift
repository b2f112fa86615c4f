import EventLoop
import Foundation
import Hosting
import Logging
import Postgres
import Redis

/// A PostgreSQL and a Redis of the run's own, set up as in production: durable, with an append-only file.
final class Servers: Sendable {
    let cluster: PostgresCluster
    let redis: RedisServer
    let eventLoop = EventLoop(name: "bench")
    private let folder: String
    private let children: [ChildProcess]

    /// Starts both under the folder.
    private init(folder: String) async throws {
        self.folder = folder
        try Account.makeFolder(folder, mode: 0o755)
        cluster = PostgresCluster(
            dataDirectory: "\(folder)/postgres", socketDirectory: "\(folder)/socket", port: try Ports.anyFree(),
            adminPassword: "pledge-bench", isDurable: true, logFile: "\(folder)/postgres.log")
        redis = RedisServer(
            dataDirectory: "\(folder)/redis", port: try Ports.anyFree(), password: nil, logFile: "\(folder)/redis.log")
        try await cluster.initialise()
        children = [try await cluster.start(), try await redis.start()]
    }

    /// libpq's variables for the peers' tools.
    var postgresEnvironment: [String: String] {
        [
            "PGHOST": cluster.socketDirectory, "PGPORT": String(cluster.port), "PGUSER": PostgresCluster.adminUser,
            "PGPASSWORD": cluster.adminPassword, "PGDATABASE": "postgres",
        ]
    }

    /// Our client's settings for the same server and account.
    func postgres(database: String = "postgres", connections: Int) -> PostgresConfiguration {
        var configuration = PostgresConfiguration(
            host: cluster.socketDirectory, port: cluster.port, database: database, user: PostgresCluster.adminUser,
            password: cluster.adminPassword)
        configuration.connections = connections
        return configuration
    }

    /// Starts both in a folder of that name, hands them to `body`, and stops them however `body` ends.
    static func with<Value>(_ name: String, _ stand: Stand, _ body: (Servers) async throws -> Value) async throws -> Value {
        let servers = try await Servers(folder: "\(stand.folder)/\(name)")
        do {
            let value = try await body(servers)
            await servers.stop()
            return value
        } catch {
            await servers.stop()
            throw error
        }
    }

    /// Stops both and removes their data.
    private func stop() async {
        for child in children { await child.stop(SIGINT, graceSeconds: 20) }
        try? FileManager.default.removeItem(atPath: folder)
    }
}
