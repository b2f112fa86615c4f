import Foundation
import Terms

/// The machine's clock.
public struct SystemClock: PledgeClock {
    /// A clock that shows the machine's time.
    public init() {}

    /// The machine's time, floored to the second.
    public var now: Instant {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Instant(epochSeconds: Int64(time.tv_sec))
    }

    /// Sleeps in pieces of at most a minute, because the machine's clock may be set while it does.
    public func wait(until deadline: Instant) async throws {
        while true {
            var time = timespec()
            clock_gettime(CLOCK_REALTIME, &time)
            let seconds = deadline.epochSeconds - Int64(time.tv_sec)
            if seconds <= 0 { return }
            let nanoseconds = min(seconds, 60) * 1_000_000_000 - (seconds <= 60 ? Int64(time.tv_nsec) : 0)
            try await Task.sleep(nanoseconds: UInt64(max(nanoseconds, 1_000_000)))
        }
    }
}
