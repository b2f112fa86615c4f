extension EventLoop {
    /// Queues a job of an actor that lives on this loop.
    public func enqueue(_ job: consuming ExecutorJob) { submit(.job(UnownedJob(job))) }

    /// This loop as the executor of an actor: `nonisolated var unownedExecutor: … { loop.asUnownedSerialExecutor() }`.
    /// The actor must hold the loop strongly.
    public func asUnownedSerialExecutor() -> UnownedSerialExecutor { UnownedSerialExecutor(ordinary: self) }

    /// Stops the process when not on the loop. With it, C callbacks may `assumeIsolated` an actor of this loop.
    public func checkIsolated() { preconditionInLoop() }

    /// True on the loop's thread, where any of its actors may be entered.
    public func isIsolatingCurrentContext() -> Bool? { inLoop }
}
