import NIOCore

/// Runs tasks on the thread that reads and writes their connections.
///
/// A request on its way through costs the gateway a few hundred microseconds, of which being handed from that thread to one of
/// the concurrency pool and back, for its head, its answer and each piece of a body, is a good part.
final class ConnectionTaskExecutor: TaskExecutor {
    private let loop: any EventLoop

    /// - Parameter loop: kept; loops live as long as the process.
    init(_ loop: any EventLoop) {
        self.loop = loop
    }

    /// Runs a piece of a task at the end of the loop's turn.
    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
