import Foundation
import Glibc
import Hosting

/// A file system of a few megabytes in memory, which a test can really fill. Needs the right to mount.
public final class SmallDisk: Sendable {
    /// Where it is mounted.
    public let path: String
    private var filler: String { "\(path)/filler" }

    /// Why this machine does not let a test mount one; `nil` when it does.
    public static let obstacle: String? = {
        guard Account.isRoot else { return "mounting needs root" }
        let folder = FileManager.default.temporaryDirectory.appending(path: "pledge-mount-\(getpid())").path
        defer { rmdir(folder) }
        guard mkdir(folder, 0o755) == 0, mount("tmpfs", folder, "tmpfs", 0, "size=64k") == 0 else {
            return "this machine does not let tests mount: \(String(cString: strerror(errno)))"
        }
        umount(folder)
        return nil
    }()

    /// Mounts one, hands it to `body`, and takes it away however `body` ends.
    public static func with<Result>(megabytes: Int, _ body: (SmallDisk) async throws -> Result) async throws -> Result {
        let disk = try SmallDisk(megabytes: megabytes)
        defer { disk.remove() }
        return try await body(disk)
    }

    private init(megabytes: Int) throws {
        path = FileManager.default.temporaryDirectory.appending(path: "pledge-disk-\(UUID().uuidString.prefix(8))").path
        try Account.makeFolder(path, mode: 0o755)
        guard mount("tmpfs", path, "tmpfs", 0, "size=\(megabytes)m,mode=755") == 0 else {
            throw SupportError("\(path) could not be mounted: \(String(cString: strerror(errno)))")
        }
    }

    /// Fills what is left, to the last byte.
    public func fill() throws {
        let descriptor = open(filler, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw SupportError("\(filler): \(String(cString: strerror(errno)))") }
        defer { close(descriptor) }
        var size = 1 << 20
        let bytes = [UInt8](repeating: 0, count: size)
        while size > 0 {
            if write(descriptor, bytes, size) > 0 { continue }
            guard errno == ENOSPC else { throw SupportError("\(filler): \(String(cString: strerror(errno)))") }
            size /= 2
        }
    }

    /// Gives all of that back.
    public func makeRoom() { unlink(filler) }

    private func remove() {
        // Whoever still has a file open on it keeps it, out of sight.
        umount2(path, Int32(MNT_DETACH))
        rmdir(path)
    }
}
