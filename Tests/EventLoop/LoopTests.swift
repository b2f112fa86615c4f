import Dispatch
import EventLoop
import Glibc
import Testing

/// An actor of a loop, as the clients are.
private actor Resident {
    nonisolated let loop: EventLoop
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }
    private(set) var seen: [Int] = []

    init(loop: EventLoop) { self.loop = loop }

    func note(_ number: Int) { seen.append(number) }
    func isAtHome() -> Bool { loop.inLoop }

    /// What a C callback on the loop does.
    nonisolated func callBack(_ number: Int) { assumeIsolated { $0.note(number) } }

    func helperStaysHome() async -> Bool { await nonisolatedHelper(loop) }
}

/// Runs where its caller is.
private func nonisolatedHelper(_ loop: EventLoop) async -> Bool { loop.inLoop }

@concurrent private func concurrentHelper(_ loop: EventLoop) async -> Bool { loop.inLoop }

struct LoopTests {
    private let loop = EventLoop(name: "loop-tests")

    /// Without that the signal would end this process.
    @Test func aBrokenPipeIsAnError() async throws {
        var ends: [Int32] = [0, 0]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        close(ends[1])
        #expect(send(ends[0], "x", 1, 0) == -1 && errno == EPIPE)
        close(ends[0])
    }

    /// Runs `body` on the loop and waits for it.
    private func onLoop<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            loop.execute { continuation.resume(returning: body()) }
        }
    }

    @Test func actorsOfTheLoopRunOnItsThread() async {
        let resident = Resident(loop: loop)
        let atHome = await resident.isAtHome()
        #expect(atHome && !loop.inLoop)
        let helper = await resident.helperStaysHome()
        #expect(helper)
        let elsewhere = await concurrentHelper(loop)
        #expect(!elsewhere)
    }

    @Test func callbacksMayAssumeTheIsolation() async {
        let resident = Resident(loop: loop)
        for number in 0..<100 { loop.execute { resident.callBack(number) } }
        await onLoop {}
        let seen = await resident.seen
        #expect(seen == Array(0..<100))
    }

    @Test func workFromManyThreadsIsAllDone() async {
        let resident = Resident(loop: loop)
        await withTaskGroup { group in
            for task in 0..<20 {
                group.addTask {
                    for number in 0..<500 { await resident.note(task * 500 + number) }
                }
            }
        }
        let seen = await resident.seen
        #expect(seen.count == 10_000 && Set(seen).count == 10_000)
        // Each task's own are in order.
        for task in 0..<20 {
            let own = seen.filter { $0 / 500 == task }
            #expect(own == own.sorted())
        }
    }

    @Test func tasksMayPreferTheLoop() async {
        let loop = loop
        let inLoop = await withTaskExecutorPreference(loop.taskExecutor) { await concurrentHelper(loop) }
        #expect(inLoop)
    }

    @Test func assumingTheIsolationElsewhereStopsTheProcess() async {
        await #expect(processExitsWith: .failure) {
            Resident(loop: EventLoop(name: "exit")).callBack(1)
        }
    }

    @Test func whatIsDeferredRunsOnceAfterTheTurnsJobs() async {
        let order = Locked<[String]>([])
        let loop = loop
        await withCheckedContinuation { continuation in
            loop.execute {
                loop.atEndOfTurn {
                    order.withLock { $0.append("flush") }
                    continuation.resume()
                }
                loop.execute { order.withLock { $0.append("second") } }
                order.withLock { $0.append("first") }
            }
        }
        #expect(order.withLock(\.self) == ["first", "second", "flush"])
    }

    @Test func aFloodOfJobsDoesNotStarveTimers() async {
        let loop = loop
        let stop = Locked(false)
        /// A job that always queues the next.
        @Sendable func flood() {
            if !stop.withLock(\.self) { loop.execute { flood() } }
        }
        for _ in 0..<4 { loop.execute { flood() } }
        await withCheckedContinuation { continuation in
            loop.execute { loop.schedule(afterMilliseconds: 20) { continuation.resume() } }
        }
        stop.withLock { $0 = true }
        await onLoop {}
    }

    /// A task goes from thread to thread: what it put in first must not be overtaken by what it puts in on the loop.
    @Test func workRunsInTheOrderOfTheCallsFromWhateverThread() async {
        let loop = loop
        let order = Locked<[String]>([])
        await withCheckedContinuation { continuation in
            loop.execute {
                // While this job runs, another thread puts something in; only then does the loop itself.
                let done = DispatchSemaphore(value: 0)
                DispatchQueue.global().async {
                    loop.execute { order.withLock { $0.append("other thread") } }
                    done.signal()
                }
                done.wait()
                loop.execute {
                    order.withLock { $0.append("loop") }
                    continuation.resume()
                }
            }
        }
        #expect(order.withLock(\.self) == ["other thread", "loop"])
    }

    @Test func lagIsSeenDuringAndAfterAStall() async throws {
        _ = loop.readLag()
        loop.execute { usleep(400_000) }
        await onLoop {}
        // The timer was due every 250 ms, so that at least 150 ms of the stall delayed it.
        let end = ContinuousClock.now + .seconds(5)
        var worst: UInt64 = 0
        while worst < 100_000, ContinuousClock.now < end {
            worst = max(worst, loop.readLag().maximumMicroseconds)
            await Task.yield()
        }
        #expect(worst >= 100_000)
        let quiet = EventLoop(name: "quiet")
        #expect(quiet.readLag().latestMicroseconds < 100_000)
    }
}
