import EventLoop
import NIOCore
import ServiceLifecycle

/// Closes connections whose request body does not arrive in time: a client that sends a byte now and then must not hold
/// a connection for ever. One sweep a second looks after all of them, which costs a request two short locks.
final class BodyDeadlines: Sendable {
    private struct State {
        var nextID: UInt64 = 0
        var watched: [UInt64: (deadline: UInt64, channel: any Channel)] = [:]
    }

    private let state = Locked(State())
    private let nanoseconds: UInt64

    init(seconds: Int) {
        nanoseconds = UInt64(seconds) * 1_000_000_000
    }

    func begin(_ channel: any Channel) -> UInt64 {
        let deadline = MachineTime.monotonicNanoseconds() + nanoseconds
        return state.withLock { state in
            state.nextID += 1
            state.watched[state.nextID] = (deadline, channel)
            return state.nextID
        }
    }

    func end(_ id: UInt64) {
        state.withLock { _ = $0.watched.removeValue(forKey: id) }
    }

    /// Sweeps until the task is cancelled.
    func run() async {
        while (try? await Task.sleep(nanoseconds: 1_000_000_000)) != nil { sweep(MachineTime.monotonicNanoseconds()) }
    }

    func sweep(_ now: UInt64) {
        let late = state.withLock { state in
            let late = state.watched.filter { $0.value.deadline <= now }
            for id in late.keys { state.watched[id] = nil }
            return late.values.map(\.channel)
        }
        for channel in late { channel.close(promise: nil) }
    }
}
