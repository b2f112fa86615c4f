import Terms

/// What the time is, and waiting for it. Code asks this and never the system, so that tests can move the time.
public protocol PledgeClock: Sendable {
    /// The current instant, in whole seconds.
    var now: Instant { get }

    /// Suspends until the clock shows `deadline` or later; returns at once when it does already.
    ///
    /// - Throws: `CancellationError` when the task is cancelled first.
    func wait(until deadline: Instant) async throws
}

extension PledgeClock {
    /// Suspends for a number of seconds of this clock.
    ///
    /// - Throws: `CancellationError` when the task is cancelled first.
    public func wait(seconds: Int64) async throws {
        try await wait(until: now.advanced(by: seconds))
    }
}
