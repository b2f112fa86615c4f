import EventLoop
import Foundation

/// How many attempts are under way, by lane.
final class Lanes: Sendable {
    private let counts = Locked<[UUID: Int]>([:])
    private let limit: Int
    private let slots: Int

    /// Counts, against a limit a lane and one of all.
    init(limit: Int, slots: Int) {
        self.limit = limit
        self.slots = slots
    }

    /// Attempts under way.
    var total: Int { counts.withLock { $0.values.reduce(0, +) } }

    /// Lanes that are at their limit.
    var busy: [UUID] { counts.withLock { counts in counts.filter { $0.value >= limit }.map(\.key) } }

    /// An attempt begins.
    func enter(_ lane: UUID) { counts.withLock { $0[lane, default: 0] += 1 } }

    /// An attempt ends. Returns whether its lane, or all, had no room for another until now.
    func leave(_ lane: UUID) -> Bool {
        counts.withLock { counts in
            let before = counts[lane] ?? 1
            let wasFull = before >= limit || counts.values.reduce(0, +) >= slots
            counts[lane] = before > 1 ? before - 1 : nil
            return wasFull
        }
    }
}
