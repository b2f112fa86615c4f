/// What is known of something over time: when it was down, and when nobody knows. At all other times it was up.
public struct Condition: Hashable, Sendable, Codable {
    /// When it was down.
    public let down: IntervalSet
    /// When nothing is known of it. Never at the same time as `down`.
    public let unknown: IntervalSet

    /// Up at all times.
    public static let up = Condition()

    /// Down and unknown at these times; where both are given, down wins.
    public init(down: IntervalSet = .empty, unknown: IntervalSet = .empty) {
        self.down = down
        self.unknown = unknown.subtracting(down)
    }

    /// When it was not certainly up.
    var notUp: IntervalSet { down.union(unknown) }

    /// What of it lies in `window`.
    public func clipped(to window: Interval) -> Condition {
        Condition(down: down.clipped(to: window), unknown: unknown.clipped(to: window))
    }
}
