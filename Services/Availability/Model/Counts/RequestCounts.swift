import Contracts
import Foundation
import Terms

/// The requests and the resources of a service's components as they were counted.
struct RequestCounts {
    private var merges: [String: [ComponentDerivation.Series: SeriesMerge]] = [:]

    /// Seconds on each side of a stretch of time from which samples are needed to count what was in it.
    static func contextSeconds(_ service: KnownService) -> Int64 {
        Reach(widestOf: service.everyComponent.flatMap { service.sources(of: $0).map(\.source) }).context
    }

    /// Takes in a block of a series.
    mutating func load(
        component: String, _ series: ComponentDerivation.Series, hour: Int32, count: Int, _ payload: Data
    ) throws {
        try merges[component, default: [:]][series, default: SeriesMerge(series.kind)].load(hour, count: count, payload)
    }

    /// The requests of slices that begin in a stretch of time, by component, each as its definition of the time cuts them.
    func requests(of service: KnownService, in stretch: Interval) -> [String: [RequestSlice]] {
        slices(of: service, in: stretch) { source, slice in
            if case .requests = source { slice } else { nil }
        }
    }

    /// The resources of such slices.
    func resources(of service: KnownService, in stretch: Interval) -> [String: [ResourceCount]] {
        slices(of: service, in: stretch) { source, slice in
            if case .resources(let counted) = source { slice.resources(seconds: counted.sliceSeconds) } else { nil }
        }
    }

    private func slices<Slice>(
        of service: KnownService, in stretch: Interval, _ make: (MeasurementSource, RequestSlice) -> Slice?
    ) -> [String: [Slice]] {
        var slices: [String: [Slice]] = [:]
        for (component, series) in merges {
            let sources = service.sources(of: component)
            let derivation = ComponentDerivation(sources: sources, samples: series.mapValues(\.samples), declared: [])
            let own = sources.flatMap { period, source -> [Slice] in
                let time = period.intersection(stretch)
                return derivation.slices(source).filter { time.contains($0.start) }.compactMap { make(source, $0) }
            }
            if !own.isEmpty { slices[component] = own }
        }
        return slices
    }
}
