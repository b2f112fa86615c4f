import Clibuv

extension EventLoop {
    /// Runs `body`, which may block, on libuv's thread pool (four threads unless `UV_THREADPOOL_SIZE` says otherwise)
    /// and then `done` on the loop with what it returned. Callable from anywhere.
    public func runBlocking<Value: Sendable>(
        _ body: @escaping @Sendable () -> Value, then done: @escaping @Sendable (Value) -> Void
    ) {
        execute { [self] in
            let request = UnsafeMutablePointer<uv_work_t>.allocate(capacity: 1)
            let work = BlockingWork {
                let value = body()
                return { done(value) }
            }
            request.pointee.data = Unmanaged.passRetained(work).toOpaque()
            let code = uv_queue_work(
                uv, request, { Unmanaged<BlockingWork>.fromOpaque($0!.pointee.data).takeUnretainedValue().run() },
                { request, _ in
                    let work = Unmanaged<BlockingWork>.fromOpaque(request!.pointee.data).takeRetainedValue()
                    request!.deallocate()
                    work.finish()
                })
            precondition(code == 0, "uv_queue_work refuses only a missing callback")
        }
    }

    /// Runs `body`, which may block, on libuv's thread pool. Not cancellable: a blocking call cannot be interrupted.
    public func runBlocking<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            runBlocking(body) { continuation.resume(returning: $0) }
        }
    }
}

/// One piece of blocking work on its way to a pool thread and back.
private final class BlockingWork: @unchecked Sendable {
    private let body: @Sendable () -> (@Sendable () -> Void)
    /// Written by the pool thread, read on the loop after libuv has synchronised the two.
    private var completion: (@Sendable () -> Void)?

    init(_ body: @escaping @Sendable () -> (@Sendable () -> Void)) { self.body = body }

    func run() { completion = body() }
    func finish() { completion?() }
}
