/// Consecutive samples of one state, of which only the first and the last second and their number are kept.
///
/// Its samples are told again at evenly spread seconds: where the distances do not come out even, the first ones are a second
/// longer than the others. So a run that is cut in two has its samples where they were, and no distance is longer than the
/// longest that the samples had.
struct StateRun: Hashable, Sendable {
    /// Epoch seconds of the first sample.
    let first: Int64
    /// Epoch seconds of the last one; at least `count - 1` seconds later, for there is one sample a second at most.
    let last: Int64
    /// How many samples; at least 1.
    let count: Int64
    let isDown: Bool

    /// The run of one sample.
    init(at: Int64, isDown: Bool) {
        self.init(first: at, last: at, count: 1, isDown: isDown)
    }

    init(first: Int64, last: Int64, count: Int64, isDown: Bool) {
        self.first = first
        self.last = last
        self.count = count
        self.isDown = isDown
    }

    /// Epoch seconds of a sample, counted from 0.
    func instant(_ index: Int64) -> Int64 {
        guard index > 0 else { return first }
        let (step, longer) = (last - first).quotientAndRemainder(dividingBy: count - 1)
        return first + index * step + min(index, longer)
    }

    /// The first sample that does not lie before an instant; `count` when all do.
    func index(from instant: Int64) -> Int64 {
        if instant <= first { return 0 }
        if instant > last { return count }
        let (step, longer) = (last - first).quotientAndRemainder(dividingBy: count - 1)
        let distance = instant - first
        let even = distance - longer * (step + 1)
        return even <= 0 ? (distance + step) / (step + 1) : longer + (even + step - 1) / step
    }

    /// What comes before an instant and what after it, without a sample at that very second.
    func cut(at instant: Int64) -> (before: StateRun?, after: StateRun?) {
        let before = index(from: instant)
        let after = index(from: instant + 1)
        return (part(0..<before), part(after..<count))
    }

    /// This and a later one of the same state as one.
    func joined(with next: StateRun) -> StateRun {
        StateRun(first: first, last: next.last, count: count + next.count, isDown: isDown)
    }

    private func part(_ indices: Range<Int64>) -> StateRun? {
        guard !indices.isEmpty else { return nil }
        return StateRun(
            first: instant(indices.lowerBound), last: instant(indices.upperBound - 1), count: Int64(indices.count), isDown: isDown
        )
    }
}

extension [StateRun] {
    /// The first of ascending runs that does not end before an instant.
    func index(endingFrom instant: Int64) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].last < instant { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The one of ascending runs that an instant lies in.
    func run(at instant: Int64) -> StateRun? {
        let index = index(endingFrom: instant)
        return index < count && self[index].first <= instant ? self[index] : nil
    }
}
