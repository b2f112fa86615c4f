import Foundation
import Glibc

/// How many small durable writes a second the disk takes: stands beside every durable figure, for disks have slow spells.
enum DiskProbe {
    /// How long to probe.
    private static let durationSeconds = 0.5

    /// `fdatasync` calls a second after writes of one page to a file in the folder.
    static func syncsPerSecond(in folder: String) -> Double {
        let path = "\(folder)/disk-probe"
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { return .nan }
        defer {
            close(file)
            unlink(path)
        }
        let page = [UInt8](repeating: 7, count: 4096)
        let start = ContinuousClock.now
        var count = 0
        while ContinuousClock.now - start < .seconds(durationSeconds) {
            guard pwrite(file, page, page.count, 0) == page.count, fdatasync(file) == 0 else { return .nan }
            count += 1
        }
        let elapsed = ContinuousClock.now - start
        return Double(count) / (Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18)
    }
}
