import Contracts
import Telemetry
import Terms

/// What recorded measurements say about services: when each component was down and when nothing is known of it.
public struct RecordedHistory: Sendable {
    /// What was read.
    public struct Count: Hashable, Sendable {
        /// Samples of known series.
        public let samples: Int64
        /// Known series.
        public let series: Int
        /// Samples of series that no definition knows.
        public let unknownSamples: Int64
        /// The first of those series.
        public let unknownSeries: [String]
    }

    /// The services, with the definitions by which they were judged.
    public let services: [String: RecordedService]
    /// What was recorded beside samples and declared outages.
    public let items: RecordedItems
    /// What was read.
    public let count: Count
    /// The first and the last sample's time; nil when there are none.
    public let sampled: (first: Instant, last: Instant)?

    init(_ builder: HistoryBuilder, _ catalogue: ServiceCatalogue, also outages: [RecordedOutage]) {
        var declared = builder.outages
        for outage in outages {
            declared[outage.key] = declared[outage.key].map { RecordedOutage.prevailing($0, outage) } ?? outage
        }
        var all: [String: RecordedService] = [:]
        let names = Set(builder.series.map(\.service) + declared.keys.map(\.service) + catalogue.services.keys)
        for name in names {
            let indices = builder.series.indices.filter { builder.series[$0].service == name }
            let outages = declared.values.filter { $0.key.service == name }
            let found = indices.map { builder.series[$0] }
            guard let definition = catalogue.services[name] ?? catalogue.implied(name, found, outages) else { continue }
            let numbered = indices.map { (number: $0, series: builder.series[$0]) }
            all[name] = RecordedService(
                definition: definition,
                locations: indices.map { .init(series: builder.series[$0], fold: builder.folds[$0]) },
                counters: indices.filter { !builder.counters[$0].isEmpty }.map { (builder.series[$0], builder.counters[$0]) },
                requests: builder.slices.byComponent(.requests, numbered),
                resources: builder.slices.byComponent(.resources, numbered),
                outages: outages.filter { !$0.withdrawn })
        }
        services = all
        items = builder.items
        count = Count(
            samples: builder.samples, series: builder.series.count, unknownSamples: builder.unknownSamples,
            unknownSeries: builder.unknownSeries.map(\.description))
        sampled =
            builder.samples > 0 ? (Instant(epochSeconds: builder.first), Instant(epochSeconds: builder.last)) : nil
    }

    /// From the first sample or outage on.
    public var start: Instant? {
        let outages = services.values.flatMap { $0.outages.map(\.from) }.min().map { Instant(epochSeconds: $0) }
        return [sampled?.first, outages].compactMap { $0 }.min()
    }

    /// The last sample, or end of an outage.
    public var end: Instant? {
        let outages = services.values.flatMap { $0.outages.map { $0.to ?? $0.from } }.max().map { Instant(epochSeconds: $0) }
        return [sampled?.last, outages].compactMap { $0 }.max()
    }

    /// How long the last sample speaks, in seconds, at the most.
    public var staleSeconds: Int64 {
        services.values.flatMap { $0.definition.components.map(\.source.staleSeconds) }.max() ?? 0
    }
}

extension ServiceCatalogue {
    /// The definition of a service that is as its series and outages say; nil where such services are unknown.
    fileprivate func implied(
        _ key: String, _ series: [TelemetrySeries], _ outages: [RecordedOutage]
    ) -> ServiceDraft? {
        guard case .implied(let stale) = otherwise else { return nil }
        let probed = Dictionary(grouping: series, by: \.component)
        let keys = Set(probed.keys).union(outages.map(\.key.component)).sorted()
        guard !keys.isEmpty else { return nil }
        let components = keys.map { component in
            ComponentState(key: component, name: nil, source: Self.implied(probed[component] ?? [], stale))
        }
        return ServiceDraft(
            key: key, name: key, components: components, tree: .all(keys.map { .component($0) }))
    }

    /// How a component is measured that has these series: by its probes, or else by what was counted of it.
    private static func implied(_ series: [TelemetrySeries], _ stale: Int64) -> MeasurementSource {
        let locations = series.filter { $0.kind == .probe }.map(\.instance).sorted()
        if !locations.isEmpty {
            return .probe(ProbeSource(locations: locations, quorum: 1, confirm: 1, staleSeconds: stale))
        }
        for one in series {
            guard let seconds = one.sliceSeconds else { continue }
            return one.kind == .resources
                ? .resources(ResourceSource(sliceSeconds: seconds, downShare: impliedErrorRate, staleSeconds: stale))
                : .requests(RequestSource(sliceSeconds: seconds, downErrorRate: impliedErrorRate, staleSeconds: stale))
        }
        return .declared
    }
}

extension MeasurementSource {
    /// How long a sample speaks, in seconds.
    var staleSeconds: Int64 {
        switch self {
        case .probe(let source): source.staleSeconds
        case .requests, .resources: counts.map { max($0.sliceSeconds, $0.staleSeconds) } ?? 0
        case .declared: 0
        }
    }
}
