import EventLoop
import Terms

/// A bell: rung from anywhere, heard by one task. Rings before it is listened for are not lost, and many count as one.
public final class Wake: Sendable {
    private struct State {
        var isRung = false
        var listener: CheckedContinuation<Void, Never>?
    }

    private let state = Locked(State())

    /// A bell that has not been rung.
    public init() {}

    /// Rings.
    public func ring() {
        let listener = state.withLock { state in
            state.isRung = state.listener == nil
            defer { state.listener = nil }
            return state.listener
        }
        listener?.resume()
    }

    /// Returns when the bell rings, when the clock shows `deadline`, or when the task is cancelled. One task at a time.
    public func wait(until deadline: Instant, clock: any PledgeClock) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.listen() }
            group.addTask { try? await clock.wait(until: deadline) }
            await group.next()
            group.cancelAll()
        }
    }

    private func listen() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isDone = state.withLock { state in
                    // Inside the lock: whoever cancels later finds the listener, whoever did so before is seen here.
                    if state.isRung || Task.isCancelled {
                        state.isRung = false
                        return true
                    }
                    precondition(state.listener == nil, "two tasks listen to one bell")
                    state.listener = continuation
                    return false
                }
                if isDone { continuation.resume() }
            }
        } onCancel: {
            let listener = state.withLock { state in
                defer { state.listener = nil }
                return state.listener
            }
            listener?.resume()
        }
    }
}
