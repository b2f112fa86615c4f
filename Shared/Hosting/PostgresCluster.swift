import Foundation
import Glibc

/// A private PostgreSQL server: its data in a folder, a Unix socket, and 127.0.0.1 on a port of its own.
public struct PostgresCluster: PrivateServer {
    /// Its name, for people.
    public static let name = "PostgreSQL"
    /// An immediate shutdown: nothing has been written yet.
    public static let abandonSignal = SIGQUIT
    /// The superuser of every cluster made here.
    public static let adminUser = "pledge_admin"

    /// Where the data lives.
    public var dataDirectory: String
    /// Where the Unix socket lives; at most 90 bytes, for a socket's whole path may have 107.
    public var socketDirectory: String
    /// The port, on 127.0.0.1 and in the socket's name.
    public var port: Int
    /// The superuser's password.
    public var adminPassword: String
    /// Whether commits wait for the disk. Only tests turn this off.
    public var isDurable: Bool
    /// Where the server's own log goes.
    public var logFile: String
    /// More settings, as `postgres -c` takes them.
    public var settings: [String: String]

    /// Describes a cluster; nothing is made or started yet.
    public init(
        dataDirectory: String, socketDirectory: String, port: Int, adminPassword: String, isDurable: Bool, logFile: String,
        settings: [String: String] = [:]
    ) {
        self.dataDirectory = dataDirectory
        self.socketDirectory = socketDirectory
        self.port = port
        self.adminPassword = adminPassword
        self.isDurable = isDurable
        self.logFile = logFile
        self.settings = settings
    }

    /// libpq's keywords for the superuser.
    public func adminParameters(database: String = "postgres") -> [String: String] {
        [
            "host": socketDirectory, "port": String(port), "dbname": database, "user": Self.adminUser, "password": adminPassword,
            "connect_timeout": "10", "application_name": "pledge-admin",
        ]
    }

    /// True once `initialise()` has run to its end in this folder.
    public var isInitialised: Bool { FileManager.default.fileExists(atPath: "\(dataDirectory)/PG_VERSION") }

    /// True once the server takes connections.
    public var isAnswering: Bool { AdminConnection.answers(host: socketDirectory, port: port) }

    /// The folder of the newest PostgreSQL server programs, 15 or later.
    public static func binaries() throws -> String {
        let root = "/usr/lib/postgresql"
        let versions = ((try? FileManager.default.contentsOfDirectory(atPath: root)) ?? []).compactMap(Int.init)
        let usable = versions.filter { $0 >= 15 && FileManager.default.isExecutableFile(atPath: "\(root)/\($0)/bin/postgres") }
        if let newest = usable.max() { return "\(root)/\(newest)/bin" }
        if let inPath = Command.find("postgres") { return URL(filePath: inPath).deletingLastPathComponent().path }
        throw HostingError(
            .missingExecutable, "PostgreSQL 15 or later is not installed.", advice: "Install it: apt-get install postgresql-15")
    }

    /// Runs `initdb`: UTF-8, C collation (bytewise, so that an index never depends on the system's locale), passwords by SCRAM.
    ///
    /// It runs beside the folder and the result is moved there, so that a try that was cut off leaves nothing behind.
    public func initialise() async throws {
        let owner = Account.forPostgres
        let fresh = "\(dataDirectory).new"
        try? FileManager.default.removeItem(atPath: fresh)
        try Account.makeFolder(fresh, mode: 0o700, owner: owner)
        let passwordFile = "\(dataDirectory).password"
        try Data(adminPassword.utf8).write(to: URL(filePath: passwordFile))
        defer { unlink(passwordFile) }
        chmod(passwordFile, 0o600)
        if let owner, let account = getpwnam(owner) { chown(passwordFile, account.pointee.pw_uid, account.pointee.pw_gid) }
        let initdb = Command(
            "\(try Self.binaries())/initdb",
            [
                "--pgdata=\(fresh)", "--username=\(Self.adminUser)", "--pwfile=\(passwordFile)", "--encoding=UTF8",
                "--locale=C", "--auth=scram-sha-256",
            ] + (isDurable ? [] : ["--no-sync"]),
            directory: "/", user: owner)
        let result = try await ChildProcess.run(initdb)
        guard result.exit.isSuccess else {
            throw HostingError(
                .notReady, "initdb failed in \(dataDirectory) (\(result.exit)):\n\(result.output.suffix(1200))",
                advice: "When the disk is full, free some space. Then run the same command again.")
        }
        guard rename(fresh, dataDirectory) == 0 else {
            throw HostingError(.storage, "\(fresh) could not be renamed: \(String(cString: strerror(errno))).")
        }
    }

    /// The server's command line. When this process dies, the kernel asks the server for a fast
    /// shutdown.
    public func command() throws -> Command {
        try Account.makeFolder(socketDirectory, mode: 0o755, owner: Account.forPostgres)
        var all = [
            "listen_addresses": "127.0.0.1", "port": String(port), "unix_socket_directories": socketDirectory,
            "max_connections": "200", "shared_buffers": "128MB", "log_line_prefix": "%m [%p] %u@%d ", "log_checkpoints": "off",
            "logging_collector": "off", "autovacuum_naptime": "15s",
        ]
        if !isDurable {
            all.merge(["fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"]) { _, new in new }
        }
        all.merge(settings) { _, new in new }
        let flags = all.sorted { $0.key < $1.key }.flatMap { ["-c", "\($0.key)=\($0.value)"] }
        return Command(
            "\(try Self.binaries())/postgres", ["-D", dataDirectory] + flags, directory: "/", user: Account.forPostgres,
            output: .file(logFile), signalWhenParentDies: "INT")
    }
}
