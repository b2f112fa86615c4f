import Dispatch
import EventLoop
import Glibc
import Testing

/// Timers, polls, blocking work and names.
struct HandleTests {
    private let loop = EventLoop(name: "handle-tests")

    private func onLoop<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async -> Value {
        await withCheckedContinuation { continuation in
            loop.execute { continuation.resume(returning: body()) }
        }
    }

    /// Two ends of a stream.
    private func socketPair() -> (Int32, Int32) {
        var ends: [Int32] = [0, 0]
        #expect(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &ends) == 0)
        return (ends[0], ends[1])
    }

    @Test func timersFireInTheOrderOfTheirTimes() async {
        let loop = loop
        let fired = Locked<[Int]>([])
        await withCheckedContinuation { continuation in
            loop.execute {
                for delay in [30, 10, 20] as [UInt64] {
                    loop.schedule(afterMilliseconds: delay) {
                        fired.withLock { $0.append(Int(delay)) }
                        if delay == 30 { continuation.resume() }
                    }
                }
            }
        }
        #expect(fired.withLock(\.self) == [10, 20, 30])
    }

    @Test func aCancelledTimerDoesNotFireAndARepeatingOneGoesOn() async {
        let loop = loop
        let counts = Locked((cancelled: 0, repeated: 0))
        await withCheckedContinuation { continuation in
            loop.execute {
                let cancelled = loop.schedule(afterMilliseconds: 5) { counts.withLock { $0.cancelled += 1 } }
                cancelled.cancel()
                cancelled.cancel()
                var repeating: LoopTimer?
                repeating = loop.schedule(afterMilliseconds: 1, repeatMilliseconds: 5) {
                    let count = counts.withLock { counts in
                        counts.repeated += 1
                        return counts.repeated
                    }
                    guard count == 5 else { return }
                    // From within its own callback.
                    repeating?.cancel()
                    repeating = nil
                    loop.schedule(afterMilliseconds: 30) { continuation.resume() }
                }
            }
        }
        #expect(counts.withLock { $0.cancelled == 0 && $0.repeated == 5 })
    }

    /// A server that ends a session with a last word, while the next request is on its way to it.
    @Test func anErrorThatOvertakesBytesIsSeenAfterThem() async throws {
        let loop = loop
        let (near, far) = socketPair()
        // The other end closes without having read this, which is an error at this end.
        #expect(write(near, "lost", 4) == 4 && write(far, "!", 1) == 1 && close(far) == 0)
        let reads = Locked<[Int]>([])
        await withCheckedContinuation { continuation in
            loop.execute {
                var poll: LoopPoll?
                poll = try? LoopPoll(loop: loop, descriptor: near) { _ in
                    var byte: UInt8 = 0
                    // One look a call, as libraries do.
                    let count = recv(near, &byte, 1, Int32(MSG_DONTWAIT))
                    reads.withLock { $0.append(count) }
                    guard count < 1 else { return }
                    poll?.close()
                    poll = nil
                    continuation.resume()
                }
                poll?.watch(.readable)
            }
        }
        #expect(reads.withLock(\.self) == [1, -1])
        close(near)
    }

    @Test func pollsSeeBytesAndStopWhenClosed() async throws {
        let loop = loop
        let (near, far) = socketPair()
        let received = Locked<[UInt8]>([])
        await withCheckedContinuation { continuation in
            loop.execute {
                var poll: LoopPoll?
                poll = try? LoopPoll(loop: loop, descriptor: near) { events in
                    #expect(events == .readable)
                    var byte: UInt8 = 0
                    guard read(near, &byte, 1) == 1 else { return }
                    received.withLock { $0.append(byte) }
                    guard byte == 3 else { return }
                    poll?.close()
                    poll?.close()
                    poll = nil
                    continuation.resume()
                }
                #expect(poll != nil)
                poll?.watch(.readable)
                // Byte four comes after the poll was closed.
                let bytes: [UInt8] = [1, 2, 3, 4]
                #expect(write(far, bytes, bytes.count) == 4)
            }
        }
        await onLoop {}
        #expect(received.withLock(\.self) == [1, 2, 3])
        // The number can be watched anew, as the next connection will.
        let again = await onLoop {
            let poll = try? LoopPoll(loop: loop, descriptor: near) { _ in }
            poll?.close()
            return poll != nil
        }
        #expect(again)
        close(near)
        close(far)
    }

    /// A few jobs run after all callbacks of the turn; a crowd of them does not wait for the next callback.
    @Test(arguments: [(1, false), (3, false), (4, true), (9, true)])
    func aCrowdOfJobsRunsBeforeTheNextCallback(jobs: Int, isCrowd: Bool) async {
        let loop = loop
        let pairs = [socketPair(), socketPair()]
        let order = Locked<[String]>([])
        await withCheckedContinuation { continuation in
            loop.execute {
                for pair in pairs {
                    var poll: LoopPoll?
                    poll = try? LoopPoll(loop: loop, descriptor: pair.0) { _ in
                        poll?.close()
                        poll = nil
                        order.withLock { $0.append("callback") }
                        let isLast = order.withLock { $0.count { $0 == "callback" } == 2 }
                        for number in 1...(isLast ? 1 : jobs) {
                            loop.execute {
                                order.withLock { $0.append("job") }
                                if isLast, number == 1 { continuation.resume() }
                            }
                        }
                    }
                    poll?.watch(.readable)
                }
                // Both are ready when the loop looks next.
                for pair in pairs { #expect(write(pair.1, [1], 1) == 1) }
            }
        }
        let jobsOfTheFirst = Array(repeating: "job", count: jobs)
        let expected =
            isCrowd ? ["callback"] + jobsOfTheFirst + ["callback", "job"] : ["callback", "callback"] + jobsOfTheFirst + ["job"]
        #expect(order.withLock(\.self) == expected)
        for pair in pairs {
            close(pair.0)
            close(pair.1)
        }
    }

    @Test func oneDescriptorIsNotWatchedTwice() async {
        let loop = loop
        let (near, far) = socketPair()
        let error = await onLoop { () -> EventLoopError? in
            do {
                let first = try LoopPoll(loop: loop, descriptor: near) { _ in }
                defer { first.close() }
                first.watch(.readable)
                let second = try LoopPoll(loop: loop, descriptor: near) { _ in }
                second.close()
                return nil
            } catch { return error as? EventLoopError }
        }
        #expect(error?.description.contains("EEXIST") == true)
        close(near)
        close(far)
    }

    @Test func theOtherEndsCloseIsReadable() async {
        let loop = loop
        let (near, far) = socketPair()
        let events = await withCheckedContinuation { (continuation: CheckedContinuation<PollEvents, Never>) in
            loop.execute {
                var poll: LoopPoll?
                poll = try? LoopPoll(loop: loop, descriptor: near) { events in
                    poll?.close()
                    poll = nil
                    continuation.resume(returning: events)
                }
                poll?.watch(.readable)
                close(far)
            }
        }
        #expect(events.contains(.readable))
        close(near)
    }

    @Test func blockingWorkLeavesTheLoopFree() async {
        let loop = loop
        let released = DispatchSemaphore(value: 0)
        let seven = await loop.runBlocking {
            // Comes back only if the loop runs jobs meanwhile.
            loop.execute { released.signal() }
            released.wait()
            return loop.inLoop ? 0 : 7
        }
        #expect(seven == 7)
    }

    @Test func namesAreResolvedOffTheLoop() async throws {
        let local = try await loop.resolve("localhost")
        #expect(local.contains("127.0.0.1") || local.contains("::1"))
        let numeric = try await loop.resolve("127.0.0.1")
        #expect(numeric == ["127.0.0.1"])
        await #expect(throws: EventLoopError.self) { try await loop.resolve("no-such-host.invalid") }
    }
}
