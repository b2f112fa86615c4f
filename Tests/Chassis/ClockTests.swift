import Chassis
import EventLoop
import Terms
import Testing

@Suite struct ClockTests {
    let start = Instant(epochSeconds: 1000)

    @Test func wakesWhoeverIsDueInOrder() async throws {
        let clock = ManualClock(start)
        let order = Locked([Int]())
        try await withThrowingTaskGroup(of: Void.self) { group in
            for seconds in [30, 10, 20] {
                group.addTask {
                    try await clock.wait(until: self.start.advanced(by: Int64(seconds)))
                    order.withLock { $0.append(seconds) }
                }
            }
            await clock.untilWaiting(3)
            clock.advance(by: 10)
            try await group.next()
            #expect(order.withLock { $0 } == [10])
            clock.advance(by: 20)
            try await group.waitForAll()
        }
        #expect(Set(order.withLock { $0 }) == [10, 20, 30])
        #expect(clock.now == start.advanced(by: 30))
        try await clock.wait(until: start)
    }

    @Test func cancellationEndsAWait() async {
        let clock = ManualClock(start)
        let task = Task { try await clock.wait(seconds: 10) }
        await clock.untilWaiting()
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let cancelledAtOnce = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await clock.wait(seconds: 10)
        }
        await #expect(throws: CancellationError.self) { try await cancelledAtOnce.value }
    }

    @Test func theMachinesClockDoesNotWaitForThePast() async throws {
        let clock = SystemClock()
        let now = clock.now
        try await clock.wait(until: now)
        #expect(clock.now >= now)
    }

    @Test func aBellIsHeardOnceHoweverOftenItRings() async {
        let clock = ManualClock(start)
        let wake = Wake()
        wake.ring()
        wake.ring()
        await wake.wait(until: start.advanced(by: 10), clock: clock)
        let waiting = Task { await wake.wait(until: start.advanced(by: 10), clock: clock) }
        await clock.untilWaiting()
        clock.advance(by: 10)
        await waiting.value
        let rung = Task { await wake.wait(until: start.advanced(by: 100), clock: clock) }
        await clock.untilWaiting()
        wake.ring()
        await rung.value
    }
}
