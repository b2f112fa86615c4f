import Foundation
import Glibc

/// A private Redis server on 127.0.0.1, with an append-only file and no eviction.
public struct RedisServer: PrivateServer {
    /// Its name, for people.
    public static let name = "Redis"
    /// Redis has no other end than an orderly one.
    public static let abandonSignal = SIGTERM
    /// Where its append-only file lives.
    public var dataDirectory: String
    /// The port on 127.0.0.1.
    public var port: Int
    /// The password that clients must give; `nil` for none.
    public var password: String?
    /// Where the server's own log goes.
    public var logFile: String

    /// Describes a server; nothing is started yet.
    public init(dataDirectory: String, port: Int, password: String?, logFile: String) {
        self.dataDirectory = dataDirectory
        self.port = port
        self.password = password
        self.logFile = logFile
    }

    /// The server's command line; the settings, the password among them, go through a file of mode 0600 and not through arguments.
    public func command() throws -> Command {
        guard let program = Command.find("redis-server") else {
            throw HostingError(.missingExecutable, "Redis is not installed.", advice: "Install it: apt-get install redis-server")
        }
        try Account.makeFolder(dataDirectory, mode: 0o700)
        let file = "\(dataDirectory)/redis.conf"
        var lines = [
            "bind 127.0.0.1", "port \(port)", "dir \"\(dataDirectory)\"", "appendonly yes", "appendfsync everysec",
            "maxmemory-policy noeviction", "save \"\"", "daemonize no", "protected-mode yes", "databases 1024",
        ]
        if let password { lines.append("requirepass \(password)") }
        guard
            FileManager.default.createFile(
                atPath: file, contents: Data((lines.joined(separator: "\n") + "\n").utf8), attributes: [.posixPermissions: 0o600])
        else { throw HostingError(.storage, "\(file) could not be written.", advice: "Free some space on the disk.") }
        return Command(program, [file], directory: "/", output: .file(logFile), signalWhenParentDies: "TERM")
    }

    /// True when the server answers; while it loads its file it says so, and is not ready.
    public var isAnswering: Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 1, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(descriptor, $0, size) == 0 }
        }
        guard connected else { return false }
        let request = Array(((password.map { "AUTH \($0)\r\n" } ?? "") + "PING\r\n").utf8)
        guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return false }
        var answer = ""
        var buffer = [UInt8](repeating: 0, count: 512)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return false }
            answer += String(decoding: buffer[0..<count], as: UTF8.self)
            if answer.contains("+PONG") { return true }
            if answer.contains("-LOADING") || answer.contains("-ERR") || answer.contains("-WRONGPASS") { return false }
        }
    }
}
