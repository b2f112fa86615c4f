/// How long to wait before the next attempt to connect.
struct Backoff {
    /// A server that restarts is often back by then.
    static let firstMilliseconds: UInt64 = 50

    let maximumMilliseconds: UInt64
    private(set) var failures = 0

    init(maximumMilliseconds: Int) { self.maximumMilliseconds = UInt64(max(1, maximumMilliseconds)) }

    /// Doubles with each failure, to the maximum; half of it is chance, so that many clients do not come back at once.
    mutating func next() -> UInt64 {
        let doublings = min(failures, 20)
        failures += 1
        let full = min(maximumMilliseconds, Self.firstMilliseconds << UInt64(doublings))
        return full / 2 + UInt64.random(in: 0...(full - full / 2))
    }

    mutating func reset() { failures = 0 }
}
