/// What was seen of one series at one second.
public struct StateSample: Hashable, Sendable {
    /// When.
    public let at: Instant
    /// Whether it was up.
    public let isUp: Bool

    /// A sight of up or down.
    public init(at: Instant, isUp: Bool) {
        self.at = at
        self.isUp = isUp
    }
}

extension [StateSample] {
    /// Sorted by time, with one sample a second: where two disagree, down wins.
    public func inOrder() -> [StateSample] {
        let isOrdered = zip(self, dropFirst()).allSatisfy { $0.at < $1.at }
        if isOrdered { return self }
        var ordered: [StateSample] = []
        ordered.reserveCapacity(count)
        for sample in sorted(by: { $0.at < $1.at }) {
            if let last = ordered.last, last.at == sample.at {
                if last.isUp, !sample.isUp { ordered[ordered.count - 1] = sample }
            } else {
                ordered.append(sample)
            }
        }
        return ordered
    }
}
