import Clibuv

/// A timer on a loop. Created, cancelled and fired on the loop's thread; the loop keeps it alive while it is armed.
public final class LoopTimer {
    private var handle: UnsafeMutablePointer<uv_timer_t>?
    private let body: () -> Void
    private let repeats: Bool

    fileprivate init(loop: EventLoop, milliseconds: UInt64, repeatMilliseconds: UInt64, body: @escaping () -> Void) {
        self.body = body
        self.repeats = repeatMilliseconds > 0
        let handle = UnsafeMutablePointer<uv_timer_t>.allocate(capacity: 1)
        self.handle = handle
        uv_timer_init(loop.uv, handle)
        handle.pointee.data = Unmanaged.passRetained(self).toOpaque()
        // The loop's clock stands still during a turn; a timer counts from now.
        uv_update_time(loop.uv)
        uv_timer_start(
            handle, { Unmanaged<LoopTimer>.fromOpaque($0!.pointee.data).takeUnretainedValue().fire() },
            milliseconds, repeatMilliseconds)
    }

    private func fire() {
        if !repeats { cancel() }
        body()
    }

    /// The body will not run any more. On the loop only; a second call does nothing.
    public func cancel() {
        guard let handle else { return }
        self.handle = nil
        uv_timer_stop(handle)
        closeAndFree(handle)
    }
}

extension EventLoop {
    /// Runs `body` on the loop after `milliseconds`, and then every `repeatMilliseconds` when not zero. On the loop only.
    @discardableResult
    public func schedule(
        afterMilliseconds milliseconds: UInt64, repeatMilliseconds: UInt64 = 0, _ body: @escaping () -> Void
    ) -> LoopTimer {
        preconditionInLoop()
        return LoopTimer(loop: self, milliseconds: milliseconds, repeatMilliseconds: repeatMilliseconds, body: body)
    }
}

/// Closes a handle whose `data` is a retained object; frees both in libuv's callback, before which neither may go.
func closeAndFree<Handle>(_ handle: UnsafeMutablePointer<Handle>) {
    let raw = UnsafeMutableRawPointer(handle)
    uv_close(raw.assumingMemoryBound(to: uv_handle_t.self)) { closed in
        guard let closed else { return }
        Unmanaged<AnyObject>.fromOpaque(closed.pointee.data).release()
        UnsafeMutableRawPointer(closed).deallocate()
    }
}
