/// A set of numbers kept as ranges: ascending, apart from one another.
struct NumberRanges: Equatable {
    private(set) var ranges: [ClosedRange<Int64>] = []

    var isEmpty: Bool { ranges.isEmpty }
    var first: Int64? { ranges.first?.lowerBound }

    /// Adds a range above all there are.
    mutating func append(_ range: ClosedRange<Int64>) { ranges.append(range) }

    /// Takes out one number.
    mutating func remove(_ number: Int64) {
        guard let index = index(of: number) else { return }
        let range = ranges[index]
        var rest: [ClosedRange<Int64>] = []
        if range.lowerBound < number { rest.append(range.lowerBound...(number - 1)) }
        if number < range.upperBound { rest.append((number + 1)...range.upperBound) }
        ranges.replaceSubrange(index...index, with: rest)
    }

    /// Keeps what `other` does not have.
    mutating func subtract(_ other: NumberRanges) {
        for removed in other.ranges {
            ranges = ranges.flatMap { range -> [ClosedRange<Int64>] in
                guard range.overlaps(removed) else { return [range] }
                var rest: [ClosedRange<Int64>] = []
                if range.lowerBound < removed.lowerBound { rest.append(range.lowerBound...(removed.lowerBound - 1)) }
                if removed.upperBound < range.upperBound { rest.append((removed.upperBound + 1)...range.upperBound) }
                return rest
            }
        }
    }

    private func index(of number: Int64) -> Int? {
        var (low, high) = (0, ranges.count)
        while low < high {
            let middle = (low + high) / 2
            if ranges[middle].upperBound < number { low = middle + 1 } else { high = middle }
        }
        return low < ranges.count && ranges[low].contains(number) ? low : nil
    }
}
