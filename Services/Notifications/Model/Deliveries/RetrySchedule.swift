import Contracts
import Foundation

/// When what did not arrive is tried again: the waits that the Standard Webhooks specification recommends, some 75 hours in all.
enum RetrySchedule {
    /// Seconds between an attempt and the next.
    static let waitSeconds: [Int64] = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400]
    /// How often something is tried at most.
    static let attempts = waitSeconds.count + 1
    /// The longest wait that another side may ask for.
    static let longestWaitSeconds: Int64 = 86_400
    /// By how much a wait is longer at most, in parts of a hundred: what failed together does not come back together.
    static let jitterPercent: Int64 = 20

    /// Seconds to wait after the `attempt`th attempt, from 1; nil when it was the last.
    ///
    /// - Parameter asked: what the other side asked for, as by `Retry-After`.
    static func wait(after attempt: Int, of id: DeliveryID, asked: Int64? = nil) -> Int64? {
        guard waitSeconds.indices.contains(attempt - 1) else { return nil }
        let wait = max(waitSeconds[attempt - 1], min(asked ?? 0, longestWaitSeconds))
        return wait + wait * jitterPercent * parts(id, attempt) / (100 * 255)
    }

    /// 0 to 255, spread over deliveries and attempts: bits of the id, which are a hash.
    private static func parts(_ id: DeliveryID, _ attempt: Int) -> Int64 {
        withUnsafeBytes(of: id.uuid.uuid) { Int64($0[15] &+ UInt8(truncatingIfNeeded: attempt &* 97)) }
    }
}
