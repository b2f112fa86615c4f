import Contracts
import Terms

/// What makes samples of a series one run, at some time.
struct RunRule: Hashable, Sendable {
    /// Seconds that two samples of a run may lie apart.
    let gapSeconds: Int64
    /// The share of failed requests that makes a slice down; nil for probes.
    let downErrorRate: Percent?

    /// What a sample says.
    func isDown(_ sample: Sample) -> Bool {
        guard let downErrorRate else { return sample.first != 0 }
        return RequestSlice(start: Instant(epochSeconds: sample.at), total: sample.first, failed: sample.second)
            .isDown(from: downErrorRate)
    }
}

/// By which definitions a series' samples become runs, so that whatever is derived of the runs is what the samples said.
///
/// Samples of a probe that are no further apart than they speak for are a run under any number that confirms and any quorum, so
/// only `stale_seconds` matters: of the definitions that can read an hour, the shortest. A slice of requests becomes up or down
/// by the error rate of its time, and slices are a run only without a hole, so that each stays the slice that it was.
struct RunRules: Sendable {
    private let kind: SeriesKind
    /// How long each rule can matter.
    private let periods: [(period: Interval, rule: RunRule)]

    /// The rules of a series. Counters have none: what they say lies between two samples.
    init(_ service: KnownService, _ key: SeriesKey) {
        kind = key.kind
        let sources = service.sources(of: key.component)
        let context = Reach(widestOf: sources.map(\.source)).context
        periods = sources.compactMap { period, source in
            guard let rule = Self.rule(source, key) else { return nil }
            return (Interval(period.start.advanced(by: -context), period.end.advanced(by: context)), rule)
        }
    }

    private static func rule(_ source: MeasurementSource, _ key: SeriesKey) -> RunRule? {
        switch (source, key.kind) {
        case (.probe(let probe), .probe): return RunRule(gapSeconds: probe.staleSeconds, downErrorRate: nil)
        case (.requests, .requests), (.resources, .requests):
            guard let requests = source.counts, key.instance == String(requests.sliceSeconds) else { return nil }
            return RunRule(gapSeconds: requests.sliceSeconds, downErrorRate: requests.downErrorRate)
        default: return nil
        }
    }

    /// The rule of an hour of the epoch; nil where samples must stay what they are, because no definition reads them, or two
    /// that see different things in a slice.
    func rule(_ hour: Int32) -> RunRule? {
        let start = Int64(hour) * SeriesMerge.hourSeconds
        let time = Interval(start, start + SeriesMerge.hourSeconds)
        var found: RunRule?
        for (period, rule) in periods where !period.intersection(time).isEmpty {
            guard let other = found, other != rule else {
                found = rule
                continue
            }
            guard kind == .probe else { return nil }
            if rule.gapSeconds < other.gapSeconds { found = rule }
        }
        return found
    }
}
