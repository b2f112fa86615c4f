import EventLoop

/// Tells whoever listens that a connection became ready.
final class Readiness: Sendable {
    private struct State {
        var count = 0
        var finished = false
        var nextID = 0
        var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
    }

    private let state = Locked(State())

    var count: Int { state.withLock { $0.count } }

    func ready() {
        for listener in state.withLock({ state in
            state.count += 1
            return Array(state.listeners.values)
        }) { listener.yield() }
    }

    func hints(now: Bool) -> AsyncStream<Void> {
        let (stream, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let id = state.withLock { state -> Int? in
            guard !state.finished else { return nil }
            state.nextID += 1
            state.listeners[state.nextID] = continuation
            return state.nextID
        }
        guard let id else {
            continuation.finish()
            return stream
        }
        continuation.onTermination = { [weak self] _ in self?.remove(id) }
        if now { continuation.yield() }
        return stream
    }

    func finish() {
        for listener in state.withLock({ state in
            state.finished = true
            defer { state.listeners = [:] }
            return Array(state.listeners.values)
        }) { listener.finish() }
    }

    private func remove(_ id: Int) {
        _ = state.withLock { $0.listeners.removeValue(forKey: id) }
    }
}
