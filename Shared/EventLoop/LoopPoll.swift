import Clibuv

/// What a descriptor is ready for, or watched for.
public struct PollEvents: OptionSet, Hashable, Sendable {
    /// The libuv bits.
    public let rawValue: Int32
    /// From the libuv bits.
    public init(rawValue: Int32) { self.rawValue = rawValue }
    /// Bytes (or the end of the stream) can be read.
    public static let readable = PollEvents(rawValue: Int32(UV_READABLE.rawValue))
    /// Bytes can be written.
    public static let writable = PollEvents(rawValue: Int32(UV_WRITABLE.rawValue))
}

/// Watches a descriptor that a C library owns. On the loop's thread only.
///
/// The owner must close the poll *before* or in the same callback in which the library closes the descriptor: a stale
/// watcher would fire for whoever gets the number next. A poll error is reported as readable and writable, so that the
/// library reads the error off its socket itself.
public final class LoopPoll {
    private var handle: UnsafeMutablePointer<uv_poll_t>?
    private var watched: PollEvents = []
    private unowned let loop: EventLoop
    private let onReady: (PollEvents) -> Void

    /// Prepares to watch `descriptor`; nothing is watched yet. Throws when libuv refuses (already watched, not a socket).
    public init(
        loop: EventLoop, descriptor: Int32, onReady: @escaping (PollEvents) -> Void
    ) throws(EventLoopError) {
        loop.preconditionInLoop()
        self.onReady = onReady
        self.loop = loop
        let handle = UnsafeMutablePointer<uv_poll_t>.allocate(capacity: 1)
        let code = uv_poll_init(loop.uv, handle, descriptor)
        guard code == 0 else {
            handle.deallocate()
            throw EventLoopError(code: code, operation: "uv_poll_init")
        }
        handle.pointee.data = Unmanaged.passRetained(self).toOpaque()
        self.handle = handle
    }

    /// Watches for `events` from now on; for nothing when empty. Cheap when that changes nothing.
    public func watch(_ events: PollEvents) {
        guard let handle, events != watched else { return }
        watched = events
        guard !events.isEmpty else {
            uv_poll_stop(handle)
            return
        }
        uv_poll_start(handle, events.rawValue) { handle, status, events in
            Unmanaged<LoopPoll>.fromOpaque(handle!.pointee.data).takeUnretainedValue().ready(status: status, events: events)
        }
    }

    private func ready(status: Int32, events: Int32) {
        if status < 0 { failed() } else { onReady(PollEvents(rawValue: events)) }
        loop.callbackReturned()
    }

    /// libuv stops a watcher that it reports an error to. The error may have overtaken what the other end had said before, and the
    /// library, which reads that first, must be called again for the error itself, or it would wait for ever.
    private func failed() {
        let wanted = watched
        watched = []
        onReady([.readable, .writable])
        if watched.isEmpty { watch(wanted) }
    }

    /// Stops watching and frees the handle. `onReady` is not called again. A second call does nothing.
    public func close() {
        guard let handle else { return }
        self.handle = nil
        uv_poll_stop(handle)
        closeAndFree(handle)
    }
}
