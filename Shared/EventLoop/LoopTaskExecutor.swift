/// A loop as the executor that tasks prefer.
///
/// Not the loop itself, which is its actors' executor: a job that is run as one of theirs is taken to be in an actor, so that a
/// task that is in none goes through the queue once more after every wait.
public final class LoopTaskExecutor: TaskExecutor {
    /// Kept, as the loop keeps this: loops live as long as the process.
    private let loop: EventLoop

    init(loop: EventLoop) { self.loop = loop }

    /// Queues a job of a task.
    public func enqueue(_ job: consuming ExecutorJob) { loop.submit(.task(UnownedJob(job))) }
}
