import EventLoop
import Foundation

/// How many attempts are under way, by lane.
final class Lanes: Sendable {
    private let counts = Locked<[UUID: Int]>([:])
    private let limit: Int

    /// Counts, against a limit a lane.
    init(limit: Int) { self.limit = limit }

    /// Attempts under way.
    var total: Int { counts.withLock { $0.values.reduce(0, +) } }

    /// Lanes that are at their limit.
    var busy: [UUID] { counts.withLock { counts in counts.filter { $0.value >= limit }.map(\.key) } }

    /// An attempt begins.
    func enter(_ lane: UUID) { counts.withLock { $0[lane, default: 0] += 1 } }

    /// An attempt ends.
    func leave(_ lane: UUID) {
        counts.withLock { counts in
            let left = (counts[lane] ?? 1) - 1
            counts[lane] = left > 0 ? left : nil
        }
    }
}
