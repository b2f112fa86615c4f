extension IntervalSet {
    /// The seconds that lie in at least `count` of the sets.
    ///
    /// With 1 (or less) this is their union, with the number of sets their intersection.
    static func coveredBy(atLeast count: Int, of sets: [IntervalSet]) -> IntervalSet {
        let count = max(1, count)
        if count > sets.count { return .empty }
        if sets.count == 1 { return sets[0] }
        if sets.count == 2 { return count == 1 ? sets[0].union(sets[1]) : sets[0].intersection(sets[1]) }
        let edges = edges(of: sets)
        var builder = IntervalSetBuilder(capacity: edges.count / 2)
        var covering = 0
        var since = Instant(epochSeconds: 0)
        for edge in edges {
            let wasCovered = covering >= count
            covering += edge.change
            let isCovered = covering >= count
            if isCovered, !wasCovered { since = edge.at }
            if wasCovered, !isCovered { builder.append(since, edge.at) }
        }
        return builder.finish()
    }

    private struct Edge {
        let at: Instant
        let change: Int
    }

    /// All starts (+1) and ends (−1). At one instant the starts come first, so that touching intervals of different
    /// sets do not tear the cover apart.
    private static func edges(of sets: [IntervalSet]) -> [Edge] {
        var edges: [Edge] = []
        edges.reserveCapacity(2 * sets.reduce(0) { $0 + $1.intervals.count })
        for set in sets {
            for interval in set.intervals {
                edges.append(Edge(at: interval.start, change: 1))
                edges.append(Edge(at: interval.end, change: -1))
            }
        }
        edges.sort { $0.at != $1.at ? $0.at < $1.at : $0.change > $1.change }
        return edges
    }
}
