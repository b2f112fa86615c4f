import EventLoop
import Terms

/// A bell: rung from anywhere, heard by one task. Rings before it is listened for are not lost, and many count as one.
public final class Wake: Sendable {
    private let rings: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    /// A bell that has not been rung.
    public init() {
        (rings, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Rings.
    public func ring() {
        bell.yield()
    }

    /// Returns when the bell rings, when the clock shows `deadline`, or when the task is cancelled. One task at a time.
    public func wait(until deadline: Instant, clock: any PledgeClock) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { [rings] in for await _ in rings { return } }
            group.addTask { try? await clock.wait(until: deadline) }
            await group.next()
            group.cancelAll()
        }
    }
}
