/// Whether looking at the outbox fails: since when, how long to wait before the next attempt, and what is news about it.
///
/// A database can be away for hours. That is two lines in the log, not ten a second, and attempts become rare.
struct RelayTrouble: Sendable {
    private let minimumMilliseconds: UInt64
    private let maximumMilliseconds: UInt64
    private var pause: UInt64 = 0
    /// When looking last failed for the first time, in nanoseconds of the monotonic clock; nil while it works.
    private(set) var since: UInt64?

    init(minimumMilliseconds: UInt64, maximumMilliseconds: UInt64) {
        self.minimumMilliseconds = max(1, minimumMilliseconds)
        self.maximumMilliseconds = max(self.minimumMilliseconds, maximumMilliseconds)
    }

    /// Notes a failed attempt. The pause before the next doubles each time, up to the maximum.
    ///
    /// - Returns: the pause, and whether the trouble begins with this attempt.
    mutating func failed(at now: UInt64) -> (pauseMilliseconds: UInt64, isNews: Bool) {
        pause = since == nil ? minimumMilliseconds : min(maximumMilliseconds, pause * 2)
        defer { since = since ?? now }
        return (pause, since == nil)
    }

    /// Notes an attempt that worked.
    ///
    /// - Returns: how many milliseconds the trouble lasted that ends with it; nil when there was none.
    mutating func worked(at now: UInt64) -> UInt64? {
        guard let since else { return nil }
        self.since = nil
        return (now - since) / 1_000_000
    }
}
