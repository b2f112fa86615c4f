/// Time in which outages of some users went together in one way: each of its seconds weighs as much as the share that was touched.
public struct PartialDowntime: Hashable, Sendable {
    /// When.
    public let interval: Interval
    /// The share of users that was touched, of 1.
    public let share: Rational

    private struct Edge {
        let at: Instant
        let outage: Int
        let begins: Bool
    }

    /// What outages come to in a window, in order of time, outside of time that is accounted for already: in which all was down,
    /// or which is not measured.
    static func pieces(
        _ outages: [PartialOutage], _ overlap: AvailabilityMeasure.Overlap, in window: Interval, countedDown: IntervalSet,
        excluded: [ExcludedTime], unknown: IntervalSet, _ policy: AvailabilityRules.UnknownPolicy
    ) -> [PartialDowntime] {
        let outside = countedDown.union(IntervalSet(excluded.flatMap(\.time.intervals)))
            .union(policy == .excluded ? unknown : .empty)
        var edges: [Edge] = []
        for (index, outage) in outages.enumerated() {
            for part in IntervalSet(outage.interval.intersection(window)).subtracting(outside).intervals {
                edges.append(Edge(at: part.start, outage: index, begins: true))
                edges.append(Edge(at: part.end, outage: index, begins: false))
            }
        }
        edges.sort { $0.at < $1.at }
        var running: [Int: Percent] = [:]
        var pieces: [PartialDowntime] = []
        for (edge, next) in zip(edges, edges.dropFirst()) {
            running[edge.outage] = edge.begins ? outages[edge.outage].share : nil
            guard next.at > edge.at, !running.isEmpty else { continue }
            let piece = PartialDowntime(interval: Interval(edge.at, next.at), share: share(Array(running.values), overlap))
            if piece.share > .zero { pieces.append(piece) }
        }
        return pieces
    }

    /// Seconds, each times the share of users that was touched. Exact.
    static func sum(_ pieces: [PartialDowntime]) -> Rational {
        let secondsByShare = pieces.reduce(into: [:]) { $0[$1.share, default: Int64(0)] += $1.interval.seconds }
        return secondsByShare.sorted { $0.key < $1.key }.reduce(.zero) { $0 + $1.key * Rational($1.value) }
    }

    private static func share(_ shares: [Percent], _ overlap: AvailabilityMeasure.Overlap) -> Rational {
        switch overlap {
        case .highest: shares.max()?.share ?? .zero
        case .sum: min(Rational(1), shares.reduce(.zero) { $0 + $1.share })
        }
    }
}

extension Statement {
    /// What outages of some users came to, beside downtime of all: empty but for commitments that weigh them.
    public func partialDowntime(of commitment: AvailabilityCommitment) -> [PartialDowntime] {
        guard case .affectedUsers(let overlap) = commitment.measure, !partialOutages.isEmpty else { return [] }
        return PartialDowntime.pieces(
            partialOutages, overlap, in: Interval(window.interval.start, asOf), countedDown: countedDown,
            excluded: times.excluded, unknown: times.unknown, commitment.unknownPolicy)
    }
}
