import NIOConcurrencyHelpers
import Terms

/// A clock that stands still until it is moved: for tests, which never sleep.
public final class ManualClock: PledgeClock {
    private struct Waiter {
        let deadline: Instant
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var now: Instant
        var nextID = 0
        var waiters: [Int: Waiter] = [:]
        var watchers: [(count: Int, continuation: CheckedContinuation<Void, Never>)] = []
    }

    private let state: NIOLockedValueBox<State>

    /// A clock that shows `start`.
    public init(_ start: Instant) {
        state = NIOLockedValueBox(State(now: start))
    }

    /// What the clock was last moved to.
    public var now: Instant { state.withLockedValue { $0.now } }

    /// Moves the clock on and wakes whoever waited for an instant up to the new one. Moving back is allowed and wakes nobody.
    public func set(_ instant: Instant) {
        let due = state.withLockedValue { state in
            state.now = instant
            let due = state.waiters.filter { $0.value.deadline <= instant }
            for id in due.keys { state.waiters[id] = nil }
            return due.values.sorted { $0.deadline < $1.deadline }
        }
        for waiter in due { waiter.continuation.resume() }
    }

    /// Moves the clock on by seconds.
    public func advance(by seconds: Int64) {
        set(now.advanced(by: seconds))
    }

    /// Suspends until at least `count` tasks wait on this clock: the code under test has come to rest.
    public func untilWaiting(_ count: Int = 1) async {
        await withCheckedContinuation { continuation in
            let isReady = state.withLockedValue { state in
                if state.waiters.count >= count { return true }
                state.watchers.append((count, continuation))
                return false
            }
            if isReady { continuation.resume() }
        }
    }

    /// Suspends until the clock is moved to `deadline` or past it.
    public func wait(until deadline: Instant) async throws {
        let id = state.withLockedValue { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                register(id, Waiter(deadline: deadline, continuation: continuation))
            }
        } onCancel: {
            cancel(id)
        }
    }

    private func register(_ id: Int, _ waiter: Waiter) {
        enum Outcome { case resume, cancel, wait([CheckedContinuation<Void, Never>]) }
        let outcome: Outcome = state.withLockedValue { state in
            // Inside the lock: whoever cancels later finds the waiter, whoever did so before is seen here.
            if Task.isCancelled { return .cancel }
            if waiter.deadline <= state.now { return .resume }
            state.waiters[id] = waiter
            let satisfied = state.watchers.filter { state.waiters.count >= $0.count }
            state.watchers.removeAll { state.waiters.count >= $0.count }
            return .wait(satisfied.map(\.continuation))
        }
        switch outcome {
        case .resume: waiter.continuation.resume()
        case .cancel: waiter.continuation.resume(throwing: CancellationError())
        case .wait(let watchers): for watcher in watchers { watcher.resume() }
        }
    }

    private func cancel(_ id: Int) {
        let waiter = state.withLockedValue { $0.waiters.removeValue(forKey: id) }
        waiter?.continuation.resume(throwing: CancellationError())
    }
}
