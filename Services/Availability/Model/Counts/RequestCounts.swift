import Contracts
import Foundation
import Terms

/// The requests of a service's components as they were counted.
struct RequestCounts {
    private var merges: [String: [ComponentDerivation.Series: SeriesMerge]] = [:]

    /// Seconds on each side of a stretch of time from which samples are needed to count the requests in it.
    static func contextSeconds(_ service: KnownService) -> Int64 {
        Reach(widestOf: service.everyComponent.flatMap { service.sources(of: $0).map(\.source) }).context
    }

    /// Takes in a block of a series.
    mutating func load(
        component: String, _ series: ComponentDerivation.Series, hour: Int32, count: Int, _ payload: Data
    ) throws {
        try merges[component, default: [:]][series, default: SeriesMerge(series.kind)].load(hour, count: count, payload)
    }

    /// The slices that begin in a stretch of time, by component, each as its definition of the time cuts them.
    func slices(of service: KnownService, in stretch: Interval) -> [String: [RequestSlice]] {
        var slices: [String: [RequestSlice]] = [:]
        for (component, series) in merges {
            let sources = service.sources(of: component)
            let derivation = ComponentDerivation(sources: sources, samples: series.mapValues(\.samples), declared: [])
            slices[component] = sources.flatMap { period, source -> [RequestSlice] in
                guard case .requests(let requests) = source else { return [] }
                let time = period.intersection(stretch)
                return derivation.slices(requests).filter { time.contains($0.start) }
            }
        }
        return slices
    }
}
