import Terms

/// A measurement as its stream keeps it.
struct StoredMetric: Hashable, Sendable {
    /// The sender's; empty for none.
    let id: String
    /// The higher one prevails.
    let revision: Int64
    let sample: ObjectiveSample

    /// Whether it stands, and not another that says something else of the same: see ``MetricRecord/prevailing(_:_:)``.
    func prevails(over other: StoredMetric) -> Bool {
        if revision != other.revision { return revision > other.revision }
        let (own, others) = (sample.reading.population, other.sample.reading.population)
        if own != others { return own > others }
        return other.reading.lexicographicallyPrecedes(reading)
    }

    /// Whether it comes before another in their stream: by start, length, part and id. Neither of two does that are of the same.
    ///
    /// Texts are compared by their bytes, as the database tells keys apart: Swift takes an é in one scalar and one in two for
    /// the same, and then one of two measurements would be lost.
    func precedes(_ other: StoredMetric) -> Bool {
        let (own, others) = (sample.interval, other.sample.interval)
        if own.start != others.start { return own.start < others.start }
        if own.end != others.end { return own.end < others.end }
        let (part, otherPart) = ((sample.part ?? "").utf8, (other.sample.part ?? "").utf8)
        if !part.elementsEqual(otherPart) { return part.lexicographicallyPrecedes(otherPart) }
        return id.utf8.lexicographicallyPrecedes(other.id.utf8)
    }

    /// The measurements of both, each of which has one of a kind, in order; of two of the same the one that prevails.
    static func merge(_ left: [StoredMetric], _ right: [StoredMetric]) -> [StoredMetric] {
        var merged: [StoredMetric] = []
        merged.reserveCapacity(left.count + right.count)
        var (first, second) = (0, 0)
        while first < left.count, second < right.count {
            let (a, b) = (left[first], right[second])
            if a.precedes(b) {
                merged.append(a)
                first += 1
            } else if b.precedes(a) {
                merged.append(b)
                second += 1
            } else {
                merged.append(a.prevails(over: b) ? a : b)
                first += 1
                second += 1
            }
        }
        return merged + left[first...] + right[second...]
    }
}
