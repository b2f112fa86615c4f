import Clibuv

/// How late the loop runs its timers: the time that work on it keeps sockets waiting.
public struct LoopLag: Hashable, Sendable {
    /// At the latest measurement, or since then when the loop has not come round.
    public var latestMicroseconds: UInt64
    /// The worst since the previous reading.
    public var maximumMicroseconds: UInt64
}

/// A timer that compares when it runs with when it should have.
final class LagMeter: Sendable {
    /// Often enough that a stall of some tens of milliseconds is seen, seldom enough to cost nothing.
    static let periodMilliseconds: UInt64 = 250

    private struct State {
        var dueNanoseconds: UInt64
        var latest: UInt64 = 0
        var maximum: UInt64 = 0
    }

    private let state = Locked(State(dueNanoseconds: .max))

    /// Called before the loop's thread starts. The timer lives as long as the loop.
    func start(on uv: UnsafeMutablePointer<uv_loop_t>) {
        let timer = UnsafeMutablePointer<uv_timer_t>.allocate(capacity: 1)
        uv_timer_init(uv, timer)
        timer.pointee.data = Unmanaged.passRetained(self).toOpaque()
        state.withLock { $0.dueNanoseconds = Self.nextDue() }
        uv_timer_start(
            timer, { Unmanaged<LagMeter>.fromOpaque($0!.pointee.data).takeUnretainedValue().tick() },
            Self.periodMilliseconds, Self.periodMilliseconds)
        uv_unref(UnsafeMutableRawPointer(timer).assumingMemoryBound(to: uv_handle_t.self))
    }

    private static func nextDue() -> UInt64 { uv_hrtime() + periodMilliseconds * 1_000_000 }

    private func tick() {
        let now = uv_hrtime()
        state.withLock { state in
            // libuv rounds to milliseconds, so that a timer may come up to one early.
            state.latest = now > state.dueNanoseconds ? (now - state.dueNanoseconds) / 1000 : 0
            state.maximum = max(state.maximum, state.latest)
            state.dueNanoseconds = Self.nextDue()
        }
    }

    func read() -> LoopLag {
        let now = uv_hrtime()
        return state.withLock { state in
            // The loop may be stuck right now, with the timer overdue.
            let overdue = now > state.dueNanoseconds ? (now - state.dueNanoseconds) / 1000 : 0
            let latest = max(state.latest, overdue)
            defer { state.maximum = 0 }
            return LoopLag(latestMicroseconds: latest, maximumMicroseconds: max(state.maximum, latest))
        }
    }
}

extension EventLoop {
    /// How late this loop is. Reading resets the maximum. Callable from anywhere, also while the loop is stuck.
    public func readLag() -> LoopLag { lagMeter.read() }
}
