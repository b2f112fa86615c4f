/// What one probe saw.
public struct ProbeSample: Hashable, Sendable {
    /// Where it looked from.
    public let location: String
    /// When.
    public let at: Instant
    /// Whether it found the component up.
    public let isUp: Bool

    /// A sight of a component from `location`.
    public init(location: String, at: Instant, isUp: Bool) {
        self.location = location
        self.at = at
        self.isUp = isUp
    }
}

/// When a component was down or unknown, from the samples of its probes.
///
/// For each location, consecutive samples of one state that are no further apart than `staleSeconds` are a run. A run
/// lasts until the next sample, or `staleSeconds` after its last one, whichever comes first; after that the location is
/// unknown, as it is before its first sample. A run of down shorter than `confirm` samples counts as up, a confirmed one
/// is down from its first sample. The component is down while at least `quorum` locations are; otherwise unknown while
/// it could still be; otherwise up.
public enum ProbeDowntime {
    /// The condition in `window`, from samples in any order. Two samples of one location at one second: down wins.
    /// Samples of other locations than `locations` are passed over.
    public static func derive(
        samples: [ProbeSample], locations: [String], quorum: Int, confirm: Int, staleSeconds: Int64, window: Interval
    ) -> Condition {
        let byLocation = Dictionary(grouping: samples, by: \.location)
        let series = locations.map { location in
            (byLocation[location] ?? []).map { StateSample(at: $0.at, isUp: $0.isUp) }.inOrder()
        }
        return derive(series: series, quorum: quorum, confirm: confirm, staleSeconds: staleSeconds, window: window)
    }

    /// The condition in `window`, from one ordered series a location; see `Array.inOrder`.
    public static func derive(
        series: [[StateSample]], quorum: Int, confirm: Int, staleSeconds: Int64, window: Interval
    ) -> Condition {
        let locations = series.map { samples in
            var fold = StateFold(confirm: confirm, staleSeconds: staleSeconds)
            for sample in samples { _ = fold.add(sample) }
            return fold.condition(in: window)
        }
        return combine(locations, quorum: quorum)
    }

    /// The condition of a component, from the conditions of its locations.
    public static func combine(_ locations: [Condition], quorum: Int) -> Condition {
        let down = IntervalSet.coveredBy(atLeast: quorum, of: locations.map(\.down))
        if locations.allSatisfy(\.unknown.isEmpty) { return Condition(down: down) }
        return Condition(down: down, unknown: IntervalSet.coveredBy(atLeast: quorum, of: locations.map(\.notUp)))
    }
}
