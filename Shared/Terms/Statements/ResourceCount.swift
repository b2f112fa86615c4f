/// How many resources of a kind there were over a stretch of time, and how many of them were down.
public struct ResourceCount: Hashable, Sendable {
    /// The stretch's first second.
    public let start: Instant
    /// Its length, in seconds.
    public let seconds: Int64
    /// How many there were.
    public let deployed: Int64
    /// How many of them were down.
    public let down: Int64

    /// A count over the seconds from `start` on.
    public init(start: Instant, seconds: Int64, deployed: Int64, down: Int64) {
        self.start = start
        self.seconds = seconds
        self.deployed = deployed
        self.down = down
    }
}

extension RequestSlice {
    /// The same, where what was counted were resources that were there, and those that were down.
    public func resources(seconds: Int64) -> ResourceCount {
        ResourceCount(start: start, seconds: seconds, deployed: total, down: failed)
    }
}
