/// How many values fell between which bounds. Histograms are merged by adding counts, and never by averaging percentiles.
public struct Histogram: Hashable, Sendable, Codable {
    /// Upper bounds, growing; a value that equals one belongs below it.
    public let bounds: [Rational]
    /// Values a bucket: as many as there are bounds, and one more for what lies above the last.
    public let counts: [Int64]

    /// A histogram; nil when bounds do not grow, or there are not so many counts, or one is negative.
    public init?(bounds: [Rational], counts: [Int64]) {
        guard counts.count == bounds.count + 1, counts.allSatisfy({ $0 >= 0 }),
            zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 })
        else { return nil }
        self.bounds = bounds
        self.counts = counts
    }

    /// All values.
    public var total: Int64 { Int64(clamping: counts.reduce(Int128(0)) { $0 + Int128($1) }) }

    /// The buckets that have values: above `lower` (nil: as low as can be), up to `upper` (nil: as high as can be).
    var buckets: [(lower: Rational?, upper: Rational?, count: Int64)] {
        counts.indices.filter { counts[$0] > 0 }.map { index in
            (index > 0 ? bounds[index - 1] : nil, index < bounds.count ? bounds[index] : nil, counts[index])
        }
    }

    /// Both together, exactly; nil where they have other bounds, or there are more values than can be counted.
    func joined(with other: Histogram) -> Histogram? {
        guard bounds == other.bounds else { return nil }
        var sums = counts
        for index in sums.indices {
            let (sum, isTooLarge) = sums[index].addingReportingOverflow(other.counts[index])
            guard !isTooLarge else { return nil }
            sums[index] = sum
        }
        return Histogram(bounds: bounds, counts: sums)
    }

    /// Both together, with the bounds that both have: nothing is claimed that either does not know.
    public func merged(with other: Histogram) -> Histogram {
        let shared = bounds.filter(Set(other.bounds).contains)
        let counts = zip(counts(by: shared), other.counts(by: shared)).map { Int64(clamping: Int128($0) + Int128($1)) }
        return Histogram(bounds: shared, counts: counts) ?? self
    }

    private func counts(by coarser: [Rational]) -> [Int64] {
        var sums = [Int64](repeating: 0, count: coarser.count + 1)
        var slot = 0
        for (index, count) in counts.enumerated() {
            sums[slot] += count
            if index < bounds.count, slot < coarser.count, bounds[index] == coarser[slot] { slot += 1 }
        }
        return sums
    }

    /// Where the value lies below which a share of all values is, or which it equals: above `lower`, up to `upper`. Nil
    /// without values.
    public func quantile(_ share: Percent) -> (lower: Rational?, upper: Rational?)? {
        let all = buckets
        guard let last = all.last else { return nil }
        let needed = Rational(total) * share.share
        var seen = Rational.zero
        for bucket in all {
            seen = seen + Rational(bucket.count)
            if seen >= needed { return (bucket.lower, bucket.upper) }
        }
        return (last.lower, last.upper)
    }
}
