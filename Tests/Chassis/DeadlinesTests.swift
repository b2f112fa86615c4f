import Chassis
import EventLoop
import Postgres
import ServiceLifecycle
import Terms
import TestSupport
import Testing

@Suite struct DeadlinesTests {
    let start = Instant(epochSeconds: 1_000_000)

    /// Rows that fall due, and what has been done of them, as instants after `start`.
    final class Work: Sendable {
        private let state = Locked((due: [Int64](), done: [Int64]()))
        let (done, tell) = AsyncStream<Int64>.makeStream()

        func add(_ seconds: Int64) { state.withLock { $0.due.append(seconds) } }
        func next() -> Int64? { state.withLock { $0.due.min() } }

        func take(_ now: Int64, _ limit: Int) -> Int {
            let taken = state.withLock { state in
                state.due.sort()
                let taken = Array(state.due.prefix { $0 <= now }.prefix(limit))
                state.due.removeFirst(taken.count)
                return taken
            }
            for seconds in taken { tell.yield(seconds) }
            return taken.count
        }
    }

    @Test func doesWhatFallsDueWhenItDoes() async throws {
        try await TestClients.with { (clients) async throws in
            let (clock, work, wake) = (ManualClock(start), Work(), Wake())
            let start = self.start
            work.add(0)
            work.add(10)
            let deadlines = Deadlines(
                "test", database: clients.worker, channel: "test_due", clock: clock, logger: TestClients.quiet, wake: wake,
                next: { _ in work.next().map { start.advanced(by: $0) } }, take: { now, limit in work.take(now - start, limit) })
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await deadlines.run() }
                var done = work.done.makeAsyncIterator()
                #expect(await done.next() == 0)
                await clock.untilWaiting()
                clock.advance(by: 10)
                #expect(await done.next() == 10)
                // A row that another process adds: a notification is enough.
                await clock.untilWaiting()
                work.add(5)
                _ = try await clients.app.query("select pg_notify('test_due', '')")
                #expect(await done.next() == 5)
                // More than a batch is worked off in one go.
                for _ in 0..<(Deadlines.batch * 2 + 1) { work.add(7) }
                wake.ring()
                for _ in 0..<(Deadlines.batch * 2 + 1) { #expect(await done.next() == 7) }
                // Nobody says anything of this one: the table is looked at all the same, sooner or later.
                work.add(8)
                await clock.untilWaiting()
                clock.advance(by: Deadlines.pollSeconds)
                #expect(await done.next() == 8)
                group.cancelAll()
            }
        }
    }

    @Test func aFailureIsTriedAgain() async throws {
        try await TestClients.with { (clients) async throws in
            struct Failure: Error {}
            let clock = ManualClock(start)
            let attempts = Locked(0)
            let (succeeded, succeed) = AsyncStream<Void>.makeStream()
            let deadlines = Deadlines(
                "test", database: clients.worker, clock: clock, logger: TestClients.quiet, next: { _ in nil },
                take: { _, _ in
                    let attempt = attempts.withLock { count in
                        count += 1
                        return count
                    }
                    if attempt < 3 { throw Failure() }
                    succeed.finish()
                    return 0
                })
            let running = Task { try await deadlines.run() }
            await clock.untilWaiting()
            clock.advance(by: 1)
            await clock.untilWaiting()
            clock.advance(by: 2)
            for await _ in succeeded {}
            #expect(attempts.withLock { $0 } == 3)
            running.cancel()
            try await running.value
        }
    }
}
