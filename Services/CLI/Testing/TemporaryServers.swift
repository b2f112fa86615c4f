import Foundation
import Glibc
import Hosting

/// A PostgreSQL and a Redis for one run of tests or benchmarks, in a temporary folder, on ports that are free.
struct TemporaryServers: Sendable {
    private let folder: String
    private let postgres: ChildProcess
    private let redis: ChildProcess
    /// What tells the tests where both are.
    let environment: [String: String]

    /// - Parameter durable: whether PostgreSQL's commits wait for the disk.
    static func start(durable: Bool) async throws -> TemporaryServers {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pledge-run-\(getpid())").path
        try Account.makeFolder(folder, mode: 0o755)
        let cluster = PostgresCluster(
            dataDirectory: "\(folder)/postgres", socketDirectory: "\(folder)/run", port: try Ports.anyFree(),
            adminPassword: UUID().uuidString, isDurable: durable, logFile: "\(folder)/postgres.log",
            // Many test programs' pools at once.
            settings: ["max_connections": "500"])
        let redis = RedisServer(
            dataDirectory: "\(folder)/redis", port: try Ports.anyFree(), password: nil, logFile: "\(folder)/redis.log")
        do {
            try await cluster.initialise()
            let postgresProcess = try await cluster.start()
            let redisProcess = try await redis.start()
            return TemporaryServers(
                folder: folder, postgres: postgresProcess, redis: redisProcess,
                environment: [
                    "PLEDGE_TEST_POSTGRES_HOST": cluster.socketDirectory, "PLEDGE_TEST_POSTGRES_PORT": String(cluster.port),
                    "PLEDGE_TEST_POSTGRES_ADMIN_USER": PostgresCluster.adminUser,
                    "PLEDGE_TEST_POSTGRES_ADMIN_PASSWORD": cluster.adminPassword,
                    "PLEDGE_TEST_REDIS_HOST": "127.0.0.1", "PLEDGE_TEST_REDIS_PORT": String(redis.port),
                ])
        } catch {
            OrphanReaper().killRemaining()
            try? FileManager.default.removeItem(atPath: folder)
            throw error
        }
    }

    /// Stops both and removes their data.
    func stop() async {
        // Nothing of it is needed again: no checkpoint.
        await postgres.stop(SIGQUIT, graceSeconds: 10)
        await redis.stop(SIGKILL, graceSeconds: 1)
        try? FileManager.default.removeItem(atPath: folder)
    }
}
