/// The downtime that outages of some users come to: seconds, each times the share of users that was touched.
enum PartialDowntime {
    private struct Edge {
        let at: Instant
        let outage: Int
        let begins: Bool
    }

    /// Weighs outages over a window, outside of time that is accounted for already. Exact.
    static func weigh(
        _ outages: [PartialOutage], _ overlap: AvailabilityMeasure.Overlap, in window: Interval, outside: IntervalSet
    ) -> Rational {
        var edges: [Edge] = []
        for (index, outage) in outages.enumerated() {
            for part in IntervalSet(outage.interval.intersection(window)).subtracting(outside).intervals {
                edges.append(Edge(at: part.start, outage: index, begins: true))
                edges.append(Edge(at: part.end, outage: index, begins: false))
            }
        }
        edges.sort { $0.at < $1.at }
        var running: [Int: Percent] = [:]
        var secondsByShare: [Rational: Int64] = [:]
        for (edge, next) in zip(edges, edges.dropFirst()) {
            running[edge.outage] = edge.begins ? outages[edge.outage].share : nil
            let seconds = next.at - edge.at
            if seconds > 0, !running.isEmpty { secondsByShare[share(Array(running.values), overlap), default: 0] += seconds }
        }
        return secondsByShare.sorted { $0.key < $1.key }.reduce(.zero) { $0 + $1.key * Rational($1.value) }
    }

    private static func share(_ shares: [Percent], _ overlap: AvailabilityMeasure.Overlap) -> Rational {
        switch overlap {
        case .highest: shares.max()?.share ?? .zero
        case .sum: min(Rational(1), shares.reduce(.zero) { $0 + $1.share })
        }
    }
}
