import Foundation
import Glibc

/// The account that this process runs as, and the one that PostgreSQL, which refuses root, runs as.
public enum Account {
    /// The account that Debian's packages make for the server.
    public static let postgres = "postgres"

    /// True for root.
    public static var isRoot: Bool { geteuid() == 0 }

    /// The account for the PostgreSQL server: its own when this process is root, otherwise `nil` for the same.
    public static var forPostgres: String? { isRoot ? postgres : nil }

    /// Makes a folder with its parents, gives it mode and owner.
    ///
    /// - Throws: `HostingError` (`storage`), which names the path and the system's reason.
    public static func makeFolder(_ path: String, mode: Int, owner: String? = nil) throws {
        do {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            var attributes: [FileAttributeKey: Any] = [.posixPermissions: mode]
            if let owner { attributes[.ownerAccountName] = owner }
            try FileManager.default.setAttributes(attributes, ofItemAtPath: path)
            if let owner, let account = getpwnam(owner), chown(path, account.pointee.pw_uid, account.pointee.pw_gid) != 0 {
                throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EPERM)
            }
        } catch {
            throw HostingError(
                .storage, "The folder \(path) could not be made: \(reason(error)).",
                advice: "Free some space or change its permissions, or choose another folder.")
        }
    }

    /// The first folder on the way to `path` that `user` may not pass, or `nil` when the way is free.
    public static func obstacle(to path: String, for user: String) -> String? {
        guard let account = getpwnam(user) else { return nil }
        var folder = ""
        for part in path.split(separator: "/") {
            var status = stat()
            guard stat(folder.isEmpty ? "/" : folder, &status) == 0 else { return nil }
            let bit: UInt32 =
                status.st_uid == account.pointee.pw_uid ? 0o100 : status.st_gid == account.pointee.pw_gid ? 0o010 : 0o001
            if status.st_mode & bit == 0 { return folder.isEmpty ? "/" : folder }
            folder += "/\(part)"
        }
        return nil
    }

    private static func reason(_ error: any Error) -> String {
        let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        let failure = underlying ?? error as NSError
        guard failure.domain == NSPOSIXErrorDomain else { return failure.localizedDescription }
        return String(cString: strerror(Int32(failure.code)))
    }
}
