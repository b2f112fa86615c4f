import Contracts
import Telemetry
import Terms

/// What recorded measurements say about one service.
public struct RecordedService: Sendable {
    /// By what it was judged.
    public let definition: ServiceDraft
    /// Its declared outages that were not withdrawn.
    public let outages: [RecordedOutage]

    struct Location: Sendable {
        let series: TelemetrySeries
        /// Nil for a counter.
        let fold: StateFold?
    }

    private let locations: [String: [Location]]
    /// By component, of sources that are counters: the slices that they come to.
    private let slices: [String: [RequestSlice]]
    /// By component, in order of time, all that is known of requests.
    private let requests: [String: [RequestSlice]]
    /// By component, in order of time, all that is known of resources.
    private let resources: [String: [RequestSlice]]

    init(
        definition: ServiceDraft, locations: [Location], counters: [(TelemetrySeries, [CounterSample])],
        requests: [String: [RequestSlice]], resources: [String: [RequestSlice]], outages: [RecordedOutage]
    ) {
        self.definition = definition
        self.outages = outages
        self.resources = resources
        self.locations = Dictionary(grouping: locations.filter { $0.fold != nil }, by: \.series.component)
        var slices: [String: [RequestSlice]] = [:]
        for component in definition.components {
            guard case .requests(let source) = component.source else { continue }
            let own = counters.filter { $0.0.component == component.key }
            slices[component.key] = CounterSlices.derive(
                totals: own.filter { $0.0.kind == .total }.map(\.1), failures: own.filter { $0.0.kind == .failed }.map(\.1),
                sliceSeconds: source.sliceSeconds, staleSeconds: max(source.sliceSeconds, source.staleSeconds))
        }
        self.slices = slices
        // Counters come to slices by the definition; where there are both, what was counted slice by slice stands.
        self.requests = slices.filter { !$0.value.isEmpty }.merging(requests) { _, counted in counted }
    }

    /// Whether requests were counted.
    public var countsRequests: Bool { !requests.isEmpty }

    /// Whether resources were counted.
    public var countsResources: Bool { !resources.isEmpty }

    /// The declared outages that touched a share of users; they are in no component's condition.
    public var partialOutages: [PartialOutage] {
        outages.compactMap { outage in
            outage.affectedPercent.map { PartialOutage(id: outage.key.id, interval: outage.interval, share: $0) }
        }
    }

    /// When components were down because somebody said so.
    public var declared: [String: IntervalSet] {
        Dictionary(grouping: outages.filter { $0.affectedPercent == nil }, by: \.key.component).mapValues {
            IntervalSet($0.map(\.interval))
        }
    }

    /// The slices of requests that begin in a window, by component.
    public func requests(in window: Interval) -> [String: [RequestSlice]] {
        requests.mapValues { Self.slices($0, in: window) }
    }

    /// The counts of resources of slices that begin in a window, by component.
    public func resources(in window: Interval) -> [String: [ResourceCount]] {
        definition.components.reduce(into: [:]) { counts, component in
            guard let seconds = component.source.counts?.sliceSeconds, let slices = resources[component.key] else { return }
            counts[component.key] = Self.slices(slices, in: window).map { $0.resources(seconds: seconds) }
        }
    }

    private static func slices(_ slices: [RequestSlice], in window: Interval) -> [RequestSlice] {
        let first = slices.partitioningIndex { $0.start >= window.start }
        let end = slices.partitioningIndex { $0.start >= window.end }
        return Array(slices[first..<max(first, end)])
    }

    /// The condition of every component in a window.
    public func conditions(in window: Interval) -> [String: Condition] {
        let declared = declared
        return definition.components.reduce(into: [:]) { conditions, component in
            let measured = measured(component, window)
            let down = (declared[component.key] ?? .empty).clipped(to: window)
            conditions[component.key] = Condition(down: measured.down.union(down), unknown: measured.unknown)
        }
    }

    private func measured(_ component: ComponentState, _ window: Interval) -> Condition {
        let own = locations[component.key] ?? []
        switch component.source {
        case .declared: return .up
        case .probe(let source):
            let probes = own.filter { $0.series.kind == .probe }
            let conditions = source.locations.map { location in
                let series =
                    probes.first { $0.series.instance == location }
                    ?? probes.first { $0.series.instance.isEmpty && source.locations.count == 1 }
                return series?.fold?.condition(in: window) ?? Condition(unknown: IntervalSet(window))
            }
            return ProbeDowntime.combine(conditions, quorum: source.quorum)
        case .resources: return own.first?.fold?.condition(in: window) ?? Condition(unknown: IntervalSet(window))
        case .requests(let source):
            if let slices = slices[component.key], !slices.isEmpty {
                return RequestDowntime.derive(
                    slices: slices, sliceSeconds: source.sliceSeconds, downErrorRate: source.downErrorRate,
                    staleSeconds: source.staleSeconds, window: window)
            }
            return own.first?.fold?.condition(in: window) ?? Condition(unknown: IntervalSet(window))
        }
    }
}

extension RecordedOutage {
    /// From its first second to its end; open ones last to the end of time.
    var interval: Interval {
        Interval(Instant(epochSeconds: from), to.map { Instant(epochSeconds: $0) } ?? .latest)
    }
}

extension Array {
    /// The first index whose element satisfies a condition that holds for all elements after the first that satisfies it.
    fileprivate func partitioningIndex(_ holds: (Element) -> Bool) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
