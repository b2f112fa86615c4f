/// Pauses that double up to a maximum, each cut by up to half at random so that a crowd does not come back in step.
struct Backoff: Sendable {
    let minimumMilliseconds: UInt64
    let maximumMilliseconds: UInt64
    private var failures: UInt64 = 0

    init(minimumMilliseconds: UInt64, maximumMilliseconds: UInt64) {
        self.minimumMilliseconds = max(1, minimumMilliseconds)
        self.maximumMilliseconds = max(self.minimumMilliseconds, maximumMilliseconds)
    }

    /// The pause after one more failure.
    mutating func next(using generator: inout some RandomNumberGenerator) -> UInt64 {
        // Twenty doublings are a million times the minimum: beyond every maximum that makes sense.
        let whole = min(maximumMilliseconds, minimumMilliseconds << min(failures, 20))
        failures += 1
        return whole - UInt64.random(in: 0...(whole / 2), using: &generator)
    }

    /// The next failure is a first one again.
    mutating func reset() { failures = 0 }
}
