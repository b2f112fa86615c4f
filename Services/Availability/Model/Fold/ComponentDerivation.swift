import Contracts
import Telemetry
import Terms

/// Derives when a component was down or unknown from its samples and declared outages.
struct ComponentDerivation {
    /// What a series of a component is.
    struct Series: Hashable, Sendable {
        let kind: SeriesKind
        let instance: String
    }

    /// How the component was measured, when.
    let sources: [(period: Interval, source: MeasurementSource)]
    /// The samples around the window, ascending, one a second.
    let samples: [Series: [Sample]]
    /// The declared outages of the component that touch the window.
    let declared: [DeclaredOutage]

    /// What was derived for a window.
    struct Derived {
        /// When the component was down or unknown.
        let condition: Condition
        /// When it was down, by how that is known: `probe`, `requests`, `resources`, `declared`; and by the incidents that it came of.
        let downBySource: [String: IntervalSet]
    }

    /// Derives a window. Where the service does not have the component, it is unknown.
    func derive(in window: Interval) -> Derived {
        var downBySource = ["declared": Self.down(declared).clipped(to: window)]
        for (id, outages) in Dictionary(grouping: declared, by: \.key.id) where DeclaredOutage.isIncident(id) {
            downBySource[id] = Self.down(outages).clipped(to: window)
        }
        var unknown = IntervalSet.empty
        var defined = IntervalSet.empty
        for (period, source) in sources {
            let part = period.intersection(window)
            guard !part.isEmpty else { continue }
            defined = defined.union(IntervalSet(part))
            let condition = derive(source, in: part)
            downBySource[source.name] = (downBySource[source.name] ?? .empty).union(condition.down)
            unknown = unknown.union(condition.unknown)
        }
        let down = downBySource.values.reduce(IntervalSet.empty) { $0.union($1) }
        return Derived(
            condition: Condition(down: down, unknown: unknown.union(defined.complement(in: window))),
            downBySource: downBySource.filter { !$0.value.isEmpty })
    }

    private static func down(_ outages: [DeclaredOutage]) -> IntervalSet {
        IntervalSet(
            outages.filter { !$0.withdrawn }.map {
                Interval(Instant(epochSeconds: $0.from), $0.to.map { Instant(epochSeconds: $0) } ?? .latest)
            })
    }

    private func derive(_ source: MeasurementSource, in window: Interval) -> Condition {
        switch source {
        case .probe(let probe):
            let series = probe.locations.map { location in
                states(samples[Series(kind: .probe, instance: location)] ?? [])
            }
            return ProbeDowntime.derive(
                series: series, quorum: probe.quorum, confirm: probe.confirm, staleSeconds: probe.staleSeconds, window: window)
        case .requests, .resources:
            guard let counts = source.counts else { return .up }
            return RequestDowntime.derive(
                slices: slices(source), sliceSeconds: counts.sliceSeconds, downErrorRate: counts.downErrorRate,
                staleSeconds: counts.staleSeconds, window: window)
        case .declared: return .up
        }
    }

    private func states(_ samples: [Sample]) -> [StateSample] {
        samples.map { StateSample(at: Instant(epochSeconds: $0.at), isUp: $0.first == 0) }
    }

    private func counterSamples(_ kind: SeriesKind) -> [[CounterSample]] {
        samples.filter { $0.key.kind == kind }.map { $0.value.map { CounterSample(at: $0.at, value: $0.first) } }
    }

    /// The requests, or resources, of the samples, in the slices of a source; none where nothing is counted.
    func slices(_ source: MeasurementSource) -> [RequestSlice] {
        guard let counts = source.counts else { return [] }
        let samples = samples[Series(kind: .requests, instance: String(counts.sliceSeconds))] ?? []
        let told = samples.map { RequestSlice(start: Instant(epochSeconds: $0.at), total: $0.first, failed: $0.second) }
        // Counters are of requests only.
        guard case .requests = source else { return told }
        return told
            + CounterSlices.derive(
                totals: counterSamples(.total), failures: counterSamples(.failed), sliceSeconds: counts.sliceSeconds,
                staleSeconds: max(counts.sliceSeconds, counts.staleSeconds))
    }
}

extension MeasurementSource {
    /// What the source is called among the sources of an outage.
    var name: String {
        switch self {
        case .probe: "probe"
        case .requests: "requests"
        case .resources: "resources"
        case .declared: "declared"
        }
    }
}
