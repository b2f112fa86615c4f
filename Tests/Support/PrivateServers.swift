import Foundation
import Glibc
import Hosting

/// A PostgreSQL server of a test's own, to be stopped, killed and started again.
public final class PrivatePostgres: @unchecked Sendable {
    /// Where it is reached; the same after every start.
    public let server: PostgresServer
    private let cluster: PostgresCluster
    private let folder: URL
    private let lock = NSLock()
    /// Guarded by `lock`.
    private var child: ChildProcess?

    /// Makes a cluster and starts it.
    ///
    /// - Parameter isDurable: whether commits wait for the disk; needed where the test kills the server and looks for its rows.
    public init(isDurable: Bool = false) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "pledge-pg-\(UUID().uuidString.prefix(8))")
        try Account.makeFolder(folder.path, mode: 0o755)
        cluster = PostgresCluster(
            dataDirectory: folder.appending(path: "data").path, socketDirectory: folder.appending(path: "s").path,
            port: try Ports.anyFree(), adminPassword: "pledge-tests", isDurable: isDurable,
            logFile: folder.appending(path: "log").path)
        server = PostgresServer(
            host: cluster.socketDirectory, port: cluster.port, adminUser: PostgresCluster.adminUser, adminPassword: "pledge-tests"
        )
        try await cluster.initialise()
        try await start()
    }

    /// Starts it again on the same port; returns once it answers.
    public func start() async throws {
        let started = try await cluster.start()
        lock.withLock { child = started }
    }

    /// Ends it at once: `SIGKILL` to the postmaster and, so that the shared memory is let go, to its backends.
    public func kill() async {
        guard let child = lock.withLock({ child }) else { return }
        let backends = try? await ChildProcess.run(Command("pgrep", ["-P", String(child.pid)]))
        child.send(SIGKILL)
        for pid in (backends?.output ?? "").split(separator: "\n").compactMap({ Int32($0) }) { Glibc.kill(pid, SIGKILL) }
        _ = await child.exit()
    }

    /// Stops it, breaking its connections.
    public func stop() async {
        await lock.withLock({ child })?.stop(SIGINT, graceSeconds: 20)
    }

    /// Stops it and removes its data.
    public func remove() async {
        await lock.withLock({ child })?.stop(SIGQUIT, graceSeconds: 10)
        try? FileManager.default.removeItem(at: folder)
    }
}

/// A Redis server of a test's own, to be wiped, killed and started again.
public final class PrivateRedis: @unchecked Sendable {
    /// Where it is reached; the same after every start.
    public let address: RedisAddress
    private let redis: RedisServer
    private let folder: URL
    private let lock = NSLock()
    /// Guarded by `lock`.
    private var child: ChildProcess?

    /// Starts a server with an empty folder.
    public init(password: String? = nil) async throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "pledge-redis-\(UUID().uuidString.prefix(8))")
        try Account.makeFolder(folder.path, mode: 0o755)
        redis = RedisServer(
            dataDirectory: folder.appending(path: "data").path, port: try Ports.anyFree(), password: password,
            logFile: folder.appending(path: "log").path)
        address = RedisAddress(host: "127.0.0.1", port: redis.port, password: password)
        try await start()
    }

    /// Starts it again on the same port; returns once it answers.
    public func start() async throws {
        let started = try await redis.start()
        lock.withLock { child = started }
    }

    /// Ends it at once.
    ///
    /// - Parameter losingData: whether its files are deleted too, as when its disk is lost.
    public func kill(losingData: Bool = false) async {
        await lock.withLock({ child })?.stop(SIGKILL, graceSeconds: 1)
        if losingData { try? FileManager.default.removeItem(atPath: redis.dataDirectory) }
    }

    /// Ends it and removes its data.
    public func remove() async {
        await kill()
        try? FileManager.default.removeItem(at: folder)
    }
}
