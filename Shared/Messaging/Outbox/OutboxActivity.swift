import EventLoop

/// Says within a process that events are about to be committed.
///
/// Instead of a NOTIFY in the writing transaction, whose lock would make all commits of the database wait for one another.
final class OutboxActivity: Sendable {
    static let shared = OutboxActivity()

    private struct State {
        var nextID = 0
        var listeners: [Int: @Sendable () -> Void] = [:]
    }

    private let state = Locked(State())

    func touch() {
        for listener in state.withLock({ Array($0.listeners.values) }) { listener() }
    }

    func listen(_ body: @escaping @Sendable () -> Void) -> Int {
        state.withLock { state in
            state.nextID += 1
            state.listeners[state.nextID] = body
            return state.nextID
        }
    }

    func forget(_ id: Int) {
        _ = state.withLock { $0.listeners.removeValue(forKey: id) }
    }
}
