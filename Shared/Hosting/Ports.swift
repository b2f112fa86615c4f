import Foundation
import Glibc

/// TCP ports on the loopback address.
public enum Ports {
    /// True when nothing listens on the port of 127.0.0.1.
    public static func isFree(_ port: Int) -> Bool {
        bind(port) != nil
    }

    /// A first port from which on every one of `offsets` is free, drawn at random: several programs may look at once.
    ///
    /// It lies below the ports that the system gives to outgoing connections. One of those may be taken by anybody's
    /// connection between this look and the server's start, or while a server of a test is down. Between the two lie seconds in
    /// which others of this process draw: none of them is given a port of the latest draws again.
    public static func freeBase(_ offsets: [Int] = [0]) throws -> Int {
        let last = (offsets.max() ?? 0)
        let below = max(firstUnprivileged + last + 1, min(firstOutgoing(), 65_535) - last)
        for _ in 0..<attemptsMaximum {
            let base = Int.random(in: firstUnprivileged..<below)
            let ports = offsets.map { base + $0 }
            if ports.allSatisfy(isFree), draws.reserve(ports) { return base }
        }
        throw HostingError(.portTaken, "No ports are free between \(firstUnprivileged) and \(below).")
    }

    /// A port that is free at this moment and not one for outgoing connections.
    public static func anyFree() throws -> Int { try freeBase() }

    /// What this process was given.
    private static let draws = PortDraws()
    /// Clear of what is privileged and of the usual ports of databases and web servers' second instances.
    private static let firstUnprivileged = 10_000
    /// With one port in two taken, a stack's twelve would be found free in one draw of 4096.
    private static let attemptsMaximum = 4096
    /// Where the kernel's range begins when it does not tell: Linux's default.
    private static let firstOutgoingByDefault = 32_768

    /// The first port that the kernel gives to outgoing connections.
    private static func firstOutgoing() -> Int {
        let range = (try? String(contentsOfFile: "/proc/sys/net/ipv4/ip_local_port_range", encoding: .utf8)) ?? ""
        return range.split(whereSeparator: \.isWhitespace).first.flatMap { Int($0) } ?? firstOutgoingByDefault
    }

    /// Who listens on a port, as "name (process 123)"; `nil` when it cannot be seen, as for other users' processes.
    public static func owner(of port: Int) -> String? {
        guard let inode = listeningInode(port) else { return nil }
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc"))?.filter { Int($0) != nil } ?? []
        for process in processes {
            let folder = "/proc/\(process)/fd"
            for descriptor in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            where (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(descriptor)")) == "socket:[\(inode)]" {
                let name = (try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8)) ?? "?"
                return "\(name.trimmingCharacters(in: .whitespacesAndNewlines)) (process \(process))"
            }
        }
        return nil
    }

    /// The socket inode of the listener on a port, from the kernel's tables.
    private static func listeningInode(_ port: Int) -> String? {
        let wanted = String(port, radix: 16, uppercase: true)
        let suffix = ":" + String(repeating: "0", count: max(0, 4 - wanted.count)) + wanted
        for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
            let lines = ((try? String(contentsOfFile: table, encoding: .utf8)) ?? "").split(separator: "\n").dropFirst()
            for line in lines {
                // Columns: number, local address, remote address, state (0A listens), …, inode as the tenth.
                let columns = line.split(separator: " ")
                if columns.count > 9, columns[3] == "0A", columns[1].hasSuffix(suffix) { return String(columns[9]) }
            }
        }
        return nil
    }

    /// Binds and lets go again; the port that was bound, or `nil`.
    private static func bind(_ port: Int) -> Int? {
        guard let wanted = UInt16(exactly: port) else { return nil }
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        // A server that has just stopped leaves connections in TIME_WAIT; those do not take the port.
        var on: Int32 = 1
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = wanted.bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(descriptor, $0, size) == 0 && getsockname(descriptor, $0, &size) == 0
            }
        }
        return bound ? Int(UInt16(bigEndian: address.sin_port)) : nil
    }
}
