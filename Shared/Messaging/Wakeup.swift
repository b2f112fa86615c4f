import EventLoop

/// Lets one task wait for a signal or for time to pass, whichever comes first. A signal that nobody awaits is kept; several
/// are one.
final class Wakeup: @unchecked Sendable {
    private struct State {
        var signalled = false
        var waiter: CheckedContinuation<Void, Never>?
        /// Tells a timer of an earlier wait from that of this one.
        var round = 0
    }

    private let loop: EventLoop
    private let state = Locked(State())
    /// Confined to the loop.
    private var timer: LoopTimer?

    init(_ loop: EventLoop) { self.loop = loop }

    /// Ends the present wait, or the next one at once.
    func signal() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard let waiter = state.waiter else {
                state.signalled = true
                return nil
            }
            state.waiter = nil
            return waiter
        }
        waiter?.resume()
    }

    /// Returns at a signal, when the time is over, or when the task is cancelled.
    func wait(milliseconds: UInt64) async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let round = state.withLock { state -> Int? in
                    if state.signalled || Task.isCancelled {
                        state.signalled = false
                        return nil
                    }
                    state.waiter = continuation
                    state.round += 1
                    return state.round
                }
                guard let round else { return continuation.resume() }
                loop.execute { [self] in
                    timer?.cancel()
                    timer = loop.schedule(afterMilliseconds: milliseconds) { [self] in
                        timer = nil
                        expire(round)
                    }
                }
            }
        } onCancel: {
            signal()
        }
    }

    private func expire(_ round: Int) {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            guard state.round == round else { return nil }
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume()
    }
}
