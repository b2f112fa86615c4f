import Terms

/// The machine's clock.
public struct SystemClock: PledgeClock {
    /// The longest sleep in one go, in seconds: the machine's clock may be set meanwhile.
    private static let longestSleepSeconds: Int64 = 60

    /// A clock that shows the machine's time.
    public init() {}

    /// The machine's time, floored to the second.
    public var now: Instant { Instant(epochSeconds: MachineTime.unix().seconds) }

    /// Sleeps, and looks at the clock again.
    public func wait(until deadline: Instant) async throws {
        while true {
            let time = MachineTime.unix()
            let seconds = deadline.epochSeconds - time.seconds
            if seconds <= 0 { return }
            let nanoseconds = min(seconds, Self.longestSleepSeconds) * 1_000_000_000 - time.nanoseconds
            try await Task.sleep(nanoseconds: UInt64(max(nanoseconds, 1_000_000)))
        }
    }
}
