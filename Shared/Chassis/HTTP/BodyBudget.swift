import EventLoop

/// The memory that all request bodies together may take. Each body has its own bound; many large ones at once have this one,
/// so that the process's memory stays flat whatever is sent to it.
final class BodyBudget: Sendable {
    private let left: Locked<Int>

    init(bytes: Int) {
        left = Locked(bytes)
    }

    /// Takes bytes; false when they are not there.
    func take(_ bytes: Int) -> Bool {
        left.withLock { left in
            guard bytes <= left else { return false }
            left -= bytes
            return true
        }
    }

    /// Gives back what was taken.
    func give(_ bytes: Int) {
        left.withLock { $0 += bytes }
    }
}

/// A body in memory, and its share of the budget, which is given back when nobody holds it any more.
final class HeldBody: Sendable {
    private let budget: BodyBudget
    private let held = Locked(0)

    init(_ budget: BodyBudget) {
        self.budget = budget
    }

    deinit {
        budget.give(held.withLock { $0 })
    }

    /// Makes room for more; false when there is none.
    func grow(_ bytes: Int) -> Bool {
        guard budget.take(bytes) else { return false }
        held.withLock { $0 += bytes }
        return true
    }
}
