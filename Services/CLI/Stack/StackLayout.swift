import Contracts
import Foundation
import Glibc
import Hosting

/// Where a stack keeps what: everything that it makes lies under one state folder.
struct StackLayout: Sendable {
    /// The longest path of a folder for Unix sockets: a socket's whole path may have 107 bytes.
    private static let socketFolderBytesMaximum = 90

    /// The source tree, for programs and demo settings.
    let home: String
    /// The state folder.
    let state: String
    /// The ports.
    let ports: StackPorts
    /// "release" or "debug": which of the built programs to run.
    let configuration: String

    /// A stack in `state` (taken from the working folder when it is relative).
    init(home: String, state: String, base: Int, configuration: String) {
        self.home = home
        self.state = URL(filePath: state).standardizedFileURL.path
        ports = StackPorts(base: base)
        self.configuration = configuration
    }

    var secrets: String { "\(state)/secrets" }
    var run: String { "\(state)/run" }
    var logs: String { "\(state)/logs" }
    var settings: String { "\(state)/config" }
    var redisData: String { "\(state)/redis" }
    var prometheusData: String { "\(state)/prometheus" }
    var nginxData: String { "\(state)/nginx" }

    /// Where PostgreSQL's data lies: in the state folder, or, where the server's account may not pass to it, under /var/lib.
    var postgresData: String { "\(postgresHome)/postgres" }
    /// Where PostgreSQL's socket lies; elsewhere when the state folder's path is too long for a socket.
    var postgresSocket: String {
        let near = "\(postgresHome)/run/postgres"
        guard near.utf8.count > Self.socketFolderBytesMaximum else { return near }
        return "\(FileManager.default.temporaryDirectory.path)/pledge-\(fingerprint)"
    }
    /// True when PostgreSQL's data could not be put into the state folder.
    var isPostgresElsewhere: Bool { postgresHome != state }
    private var postgresHome: String {
        guard let account = Account.forPostgres, Account.obstacle(to: state, for: account) != nil else { return state }
        return "/var/lib/pledge/\(fingerprint)"
    }

    /// The log of a process.
    func log(_ name: String) -> String { "\(logs)/\(name).log" }

    /// The program of a service.
    func program(_ service: ServiceName) -> String { "\(home)/.build/\(configuration)/pledge-\(service.rawValue)" }

    /// Makes the folders: the secrets' for this account alone, the rest to be passed by the database's account.
    func makeFolders() throws {
        for folder in [state, run, logs, settings] { try Account.makeFolder(folder, mode: 0o755) }
        try Account.makeFolder(secrets, mode: 0o700)
        if isPostgresElsewhere { try Account.makeFolder(postgresHome, mode: 0o755) }
    }

    /// Removes everything that the stack made.
    func remove() throws {
        for folder in [state, postgresSocket] + (isPostgresElsewhere ? [postgresHome] : [])
        where FileManager.default.fileExists(atPath: folder) {
            try FileManager.default.removeItem(atPath: folder)
        }
    }

    /// A short name for the state folder's path, stable from run to run (FNV-1a).
    private var fingerprint: String {
        let hash = state.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        return String(hash, radix: 16)
    }
}
