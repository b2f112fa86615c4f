import Foundation
import Glibc

/// Keeps each log file below a bound.
///
/// The processes hold their files open for appending, so a full file is copied and emptied in place; they go on writing at its start.
enum LogRotation {
    /// A file's size at which it is turned over. With the one old copy, a process's logs take at most twice that.
    static let limitBytes = 16 << 20

    /// Turns over every file in `folder` that has reached the limit.
    static func turn(folder: String, limitBytes: Int = limitBytes) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where name.hasSuffix(".log") {
            let path = "\(folder)/\(name)"
            var status = stat()
            guard stat(path, &status) == 0, status.st_size >= limitBytes else { continue }
            // Without room for a copy the old lines go: a full disk must not stay full because of logs.
            unlink("\(path).1")
            try? FileManager.default.copyItem(atPath: path, toPath: "\(path).1")
            truncate(path, 0)
        }
    }
}
