import Clibuv
import Glibc
import Synchronization

/// A libuv loop on a thread of its own, as a Swift executor.
///
/// Actors that own sockets name it in `unownedExecutor`; libuv's callbacks then enter them with `assumeIsolated`, and
/// a request costs one hop to the loop, whatever it does there. Tasks may also prefer it: see ``taskExecutor``.
///
/// One turn of the loop is: wait for the kernel, run I/O callbacks (and queued jobs between them once there is a crowd), run
/// queued jobs (at most `jobsPerTurn` in all), run what was deferred to the end of the turn (shared writes). A loop lives as long
/// as the process: actors hold it unowned.
/// Nothing that blocks may run on it; `runBlocking` is the way out.
public final class EventLoop: SerialExecutor, @unchecked Sendable {
    /// At most so many jobs run before the loop looks at its sockets again: a flood of jobs must not starve I/O.
    static let jobsPerTurn = 1024
    /// So many jobs that callbacks have queued do not wait for the turn's other callbacks: the servers that they will ask would
    /// stand still meanwhile. Fewer do wait: what they send wakes somebody, who takes the processor from the callbacks to come.
    static let jobsPerCrowd = 4

    /// Shown as the thread's name (Linux keeps the first 15 bytes).
    public let name: String

    let uv: UnsafeMutablePointer<uv_loop_t>
    private let wakeUp: UnsafeMutablePointer<uv_async_t>
    private let beforeWait: UnsafeMutablePointer<uv_prepare_t>
    private let afterWait: UnsafeMutablePointer<uv_check_t>
    private let keepTurning: UnsafeMutablePointer<uv_idle_t>

    /// For tasks that prefer this loop: `withTaskExecutorPreference(loop.taskExecutor)`.
    /// Written once before `init` returns.
    public private(set) var taskExecutor: LoopTaskExecutor!

    private let inbox = Locked(Inbox())
    /// Whether the inbox has items: spares the loop the lock. Changed under it.
    private let hasMail = Atomic(false)
    let lagMeter = LagMeter()
    /// Written once before `init` returns and before the first job runs.
    private var threadID: pthread_t = pthread_self()

    // Touched by the loop's thread only: what it has put in itself, the items taken to be run, the next of them, how many
    // more may run in this turn, what waits for its end, and whether the idle handle keeps the loop from waiting.
    private var own: [Inbox.Item] = []
    private var taken: [Inbox.Item] = []
    private var next = 0
    private var budget = EventLoop.jobsPerTurn
    private var deferred: [() -> Void] = []
    private var turning = false

    /// Whoever writes to a socket whose other end went away is to get an error, and not to end the process: libraries write
    /// without asking for that (hiredis does), and libuv leaves it to the program.
    private static let ignoresBrokenPipes: Void = { _ = signal(SIGPIPE, SIG_IGN) }()

    /// Starts the loop's thread. A process that cannot make a loop (no memory, no descriptors) cannot run at all.
    public init(name: String = "event-loop") {
        self.name = name
        Self.ignoresBrokenPipes
        uv = .allocate(capacity: 1)
        wakeUp = .allocate(capacity: 1)
        beforeWait = .allocate(capacity: 1)
        afterWait = .allocate(capacity: 1)
        keepTurning = .allocate(capacity: 1)
        require(uv_loop_init(uv), "uv_loop_init")
        let me = Unmanaged.passUnretained(self).toOpaque()
        uv.pointee.data = me
        // The wake-up does nothing itself: jobs run in `beforeWait`, after all I/O callbacks of the turn.
        require(uv_async_init(uv, wakeUp) { _ in }, "uv_async_init")
        uv_prepare_init(uv, beforeWait)
        uv_check_init(uv, afterWait)
        uv_idle_init(uv, keepTurning)
        beforeWait.pointee.data = me
        afterWait.pointee.data = me
        uv_prepare_start(beforeWait) { EventLoop.of($0!.pointee.data).runTurn() }
        uv_check_start(afterWait) { EventLoop.of($0!.pointee.data).inbox.withLock { $0.asleep = false } }
        lagMeter.start(on: uv)
        taskExecutor = LoopTaskExecutor(loop: self)
        startThread()
    }

    private static func of(_ data: UnsafeMutableRawPointer) -> EventLoop {
        Unmanaged.fromOpaque(data).takeUnretainedValue()
    }

    private func startThread() {
        let started = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
        sem_init(started, 0, 0)
        let start = ThreadStart(loop: self, started: started)
        var id = pthread_t()
        // The thread keeps the loop alive for ever.
        let result = pthread_create(&id, nil, runEventLoopThread, Unmanaged.passRetained(start).toOpaque())
        precondition(result == 0, "pthread_create failed: \(result)")
        while sem_wait(started) != 0 {}
        sem_destroy(started)
        started.deallocate()
    }

    /// The body of the thread.
    fileprivate func run(started: UnsafeMutablePointer<sem_t>) {
        threadID = pthread_self()
        nameThread()
        sem_post(started)
        uv_run(uv, UV_RUN_DEFAULT)
    }

    /// For `top -H` and profilers. Glibc's `pthread_setname_np` and `prctl` are not importable; the kernel has a file.
    private func nameThread() {
        guard let file = fopen("/proc/thread-self/comm", "w") else { return }
        fputs(String(name.prefix(15)), file)
        fclose(file)
    }

    // MARK: Where am I

    /// True on the loop's own thread.
    @inline(__always)
    public var inLoop: Bool { pthread_equal(pthread_self(), threadID) != 0 }

    /// Stops the process when not on the loop's thread: handles may be touched nowhere else.
    public func preconditionInLoop(_ what: StaticString = #function) {
        precondition(inLoop, "\(what) must be called on its event loop")
    }

    /// The loop's clock: milliseconds from an arbitrary start, taken once a turn. On the loop only.
    public var nowMilliseconds: UInt64 { uv_now(uv) }

    // MARK: Work

    /// Runs `work` on the loop, in the order of the calls, never inside the caller. Callable from anywhere.
    public func execute(_ work: @escaping @Sendable () -> Void) { submit(.work(work)) }

    /// Runs `body` at the end of this turn of the loop, when every job and callback of the turn has had its say:
    /// the place to flush what they all wrote. On the loop only.
    public func atEndOfTurn(_ body: @escaping () -> Void) {
        preconditionInLoop()
        deferred.append(body)
    }

    @inline(__always)
    func submit(_ item: Inbox.Item) {
        // The loop's own go without a lock, unless a task that came over from another thread has put something in there
        // before: the order of its calls holds.
        let inLoop = inLoop
        if inLoop, !hasMail.load(ordering: .acquiring) { return own.append(item) }
        let mustWake = inbox.withLock { inbox in
            inbox.items.append(item)
            hasMail.store(true, ordering: .releasing)
            defer { inbox.asleep = false }
            return inbox.asleep
        }
        // The only call that libuv allows from another thread; one of them wakes the loop for any number of jobs.
        // On the loop itself (a callback, a job) nobody sleeps: the turn's jobs run before the next wait.
        if mustWake, !inLoop { uv_async_send(wakeUp) }
    }

    /// Runs what is queued, then what is deferred, and decides whether the next wait may last.
    private func runTurn() {
        runJobs()
        budget = Self.jobsPerTurn
        runDeferred()
        let idle = next == taken.count && own.isEmpty && deferred.isEmpty
        let sleeps = inbox.withLock { inbox in
            inbox.asleep = idle && inbox.items.isEmpty
            return inbox.asleep
        }
        if sleeps == turning {
            // An active idle handle makes the next wait return at once.
            if sleeps { uv_idle_stop(keepTurning) } else { uv_idle_start(keepTurning) { _ in } }
            turning = !sleeps
        }
    }

    /// After a callback: runs what is queued if that is a crowd.
    func callbackReturned() { if own.count >= Self.jobsPerCrowd { runJobs() } }

    /// Runs what is queued, as far as this turn may.
    private func runJobs() {
        while budget > 0, let item = takeNext() {
            switch item {
            case .job(let job):
                job.runSynchronously(isolatedTo: asUnownedSerialExecutor(), taskExecutor: taskExecutor.asUnownedTaskExecutor())
            case .task(let job): job.runSynchronously(on: taskExecutor.asUnownedTaskExecutor())
            case .work(let work): work()
            }
            budget -= 1
        }
    }

    @inline(__always)
    private func takeNext() -> Inbox.Item? {
        if next == taken.count {
            taken.removeAll(keepingCapacity: true)
            next = 0
            swap(&own, &taken)
            if hasMail.load(ordering: .acquiring) { takeMail() }
            if taken.isEmpty { return nil }
        }
        defer { next += 1 }
        return taken[next]
    }

    /// After the loop's own: those were put in before anything that is in the inbox now.
    private func takeMail() {
        inbox.withLock { inbox in
            if taken.isEmpty { swap(&inbox.items, &taken) } else { taken.append(contentsOf: inbox.items) }
            inbox.items.removeAll(keepingCapacity: true)
            hasMail.store(false, ordering: .releasing)
        }
    }

    private func runDeferred() {
        // What a deferred body defers comes in the next turn.
        var bodies: [() -> Void] = []
        swap(&bodies, &deferred)
        for body in bodies { body() }
    }
}

/// What other threads have put in for the loop.
struct Inbox: Sendable {
    enum Item: Sendable {
        /// Of an actor that lives here.
        case job(UnownedJob)
        /// Of a task that prefers to run here, and is in no actor.
        case task(UnownedJob)
        case work(@Sendable () -> Void)
    }

    var items: [Item] = []
    /// The loop waits in the kernel, or is about to: who adds an item must wake it.
    var asleep = false
}

private final class ThreadStart {
    let loop: EventLoop
    let started: UnsafeMutablePointer<sem_t>
    init(loop: EventLoop, started: UnsafeMutablePointer<sem_t>) {
        self.loop = loop
        self.started = started
    }
}

private func runEventLoopThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let start = Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
    start.loop.run(started: start.started)
    return nil
}

/// Checks a libuv call that can only fail for want of memory or descriptors while a process starts.
func require(_ code: Int32, _ operation: StaticString) {
    precondition(code == 0, "\(operation): \(String(cString: uv_strerror(code)))")
}
