/// When the streams may be read again. A value; knows no clock.
///
/// A read that comes a while after the last one that found something goes at once. After one that has just found something it
/// waits for the rest of the pause: what comes in quick succession shares reads, and the transactions that follow.
struct ReadPace {
    /// The least time between two reads that find something.
    let pauseMilliseconds: UInt64
    private var lastNanoseconds: UInt64?

    init(pauseMilliseconds: UInt64) { self.pauseMilliseconds = pauseMilliseconds }

    /// How long the next read should wait at an instant of the monotonic clock; nil for not at all.
    func restMilliseconds(at nanoseconds: UInt64) -> UInt64? {
        guard let lastNanoseconds else { return nil }
        let passed = (max(nanoseconds, lastNanoseconds) - lastNanoseconds) / 1_000_000
        return passed < pauseMilliseconds ? pauseMilliseconds - passed : nil
    }

    /// A read has found something.
    mutating func found(at nanoseconds: UInt64) { lastNanoseconds = nanoseconds }
}
