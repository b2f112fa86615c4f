import Foundation
import Glibc
import Hosting

/// A PostgreSQL and a Redis for test programs that are run by hand, shared by all that run at the same time.
///
/// Every program holds a shared lock on one file for its life; the kernel lets go of it however the program ends. The servers' keeper
/// waits for the exclusive lock, which it gets when the last program has gone, and stops them. The data stays, so that the next session
/// starts fast.
struct ServerSession {
    /// What a session writes down for the programs that join it.
    private struct Record: Codable {
        var postgresPort: Int
        var redisPort: Int
    }

    /// Known to every test on this machine; the servers listen on the loopback address only and hold nothing but test data.
    private static let password = "pledge-tests"

    private let folder = FileManager.default.temporaryDirectory.appending(path: "pledge-tests-\(geteuid())").path
    private var recordFile: String { "\(folder)/servers.json" }
    private var socketDirectory: String { "\(folder)/socket" }

    /// Joins the running session, or starts one.
    func servers() async throws -> (postgres: PostgresServer, redis: RedisAddress) {
        try Account.makeFolder(folder, mode: 0o755)
        // Never closed: the lock is this program's sign of life.
        try Self.lock("\(folder)/users.lock", LOCK_SH)
        let starting = try Self.lock("\(folder)/start.lock", LOCK_EX)
        defer { close(starting) }
        if let record = try await running() { return addresses(record) }
        let record = Record(postgresPort: try Ports.anyFree(), redisPort: try Ports.anyFree())
        try await startKeeper(record)
        try JSONEncoder().encode(record).write(to: URL(filePath: recordFile))
        try await dropLeftovers(record)
        return addresses(record)
    }

    private func addresses(_ record: Record) -> (postgres: PostgresServer, redis: RedisAddress) {
        (
            PostgresServer(
                host: socketDirectory, port: record.postgresPort, adminUser: PostgresCluster.adminUser,
                adminPassword: Self.password),
            RedisAddress(host: "127.0.0.1", port: record.redisPort, password: nil)
        )
    }

    private func running() async throws -> Record? {
        guard let data = FileManager.default.contents(atPath: recordFile),
            let record = try? JSONDecoder().decode(Record.self, from: data),
            !Ports.isFree(record.postgresPort), !Ports.isFree(record.redisPort),
            (try? await addresses(record).postgres.admin()) != nil
        else { return nil }
        return record
    }

    /// Starts both servers as children of a shell that outlives this program, and waits until they answer.
    private func startKeeper(_ record: Record) async throws {
        let cluster = PostgresCluster(
            dataDirectory: "\(folder)/postgres", socketDirectory: socketDirectory, port: record.postgresPort,
            adminPassword: Self.password, isDurable: false, logFile: "\(folder)/postgres.log",
            settings: ["autovacuum": "off", "max_connections": "500"])
        let redis = RedisServer(
            dataDirectory: "\(folder)/redis", port: record.redisPort, password: nil, logFile: "\(folder)/redis.log")
        for log in [cluster.logFile, redis.logFile] { unlink(log) }
        if !cluster.isInitialised { try await cluster.initialise() }
        let script = """
            \(try Self.shellWords(cluster.command())) >>'\(cluster.logFile)' 2>&1 & postgres=$!
            \(try Self.shellWords(redis.command())) >>'\(redis.logFile)' 2>&1 & redis=$!
            flock --exclusive 9
            rm -f '\(recordFile)'
            kill -INT $postgres; kill -TERM $redis; wait
            """
        _ = try await ChildProcess.start(
            Command("sh", ["-c", "exec 9<>'\(folder)/users.lock'\n\(script)"], directory: "/", output: .discard))
        let deadline = ContinuousClock.now + .seconds(60)
        while (try? await addresses(record).postgres.admin()) == nil || Ports.isFree(record.redisPort) {
            guard ContinuousClock.now < deadline else {
                throw HostingError(.notReady, "No test servers:\n\(LogFile.tail(cluster.logFile, lines: 10))")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Databases that programs of earlier sessions left when they crashed.
    private func dropLeftovers(_ record: Record) async throws {
        let admin = try await addresses(record).postgres.admin()
        let names = try await admin.run("select datname from pg_database where datname like 'test\\_%'").compactMap(\.first)
            .compactMap(\.self)
        for name in names { try await admin.run("drop database if exists \"\(name)\" with (force)") }
    }

    /// A command for the shell; its servers outlive this program, so no death signal.
    private static func shellWords(_ command: Command) -> String {
        let account = command.user.map { ["setpriv", "--reuid=\($0)", "--regid=\($0)", "--init-groups", "--"] } ?? []
        let words = account + [command.executable] + command.arguments
        // Descriptor 9 is the keeper's lock, which the servers must not hold.
        return words.map { "'\($0.replacing("'", with: "'\\''"))'" }.joined(separator: " ") + " 9>&-"
    }

    @discardableResult
    private static func lock(_ path: String, _ kind: Int32) throws -> Int32 {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw HostingError(.storage, "\(path): \(String(cString: strerror(errno)))") }
        while flock(descriptor, kind) != 0 {
            guard errno == EINTR else { throw HostingError(.storage, "\(path): \(String(cString: strerror(errno)))") }
        }
        return descriptor
    }
}
