import Contracts
import Terms

/// What is known of the services before anything is read: their definitions, or that they are as their measurements say.
public struct ServiceCatalogue: Sendable {
    /// How services are described that have no definition.
    public enum Otherwise: Sendable {
        /// Their samples are passed over, and counted.
        case unknown
        /// Every component that has samples or outages is one that the service needs; a location is down by its first sample
        /// of down, and the component with any of its locations. A sample is good for so many seconds. A slice of requests
        /// or resources is down when all of them were: at which other rate it is, nobody said.
        case implied(staleSeconds: Int64)
    }

    /// The share of failed requests, or of resources that are down, that makes a slice down where no definition names one.
    static let impliedErrorRate = Percent.hundred

    /// The services by key.
    public let services: [String: ServiceDraft]
    /// What becomes of the others.
    public let otherwise: Otherwise

    /// Definitions, and what to make of services that have none.
    public init(_ services: [ServiceDraft], otherwise: Otherwise) {
        self.services = Dictionary(services.map { ($0.key, $0) }) { first, _ in first }
        self.otherwise = otherwise
    }

    /// How a series' samples are judged; nil when they are of no interest.
    func judgement(of series: TelemetrySeries) -> SeriesJudgement? {
        guard let service = services[series.service] else {
            guard case .implied(let stale) = otherwise else { return nil }
            switch series.kind {
            case .probe: return .state(confirm: 1, staleSeconds: stale, errorRate: nil)
            case .requests, .resources:
                guard let seconds = series.sliceSeconds else { return nil }
                return .state(confirm: 1, staleSeconds: max(seconds, stale), errorRate: Self.impliedErrorRate)
            case .total, .failed: return nil
            }
        }
        guard let component = service.components.first(where: { $0.key == series.component }) else { return nil }
        switch (component.source, series.kind) {
        case (.probe(let source), .probe):
            guard source.locations.contains(series.instance) || series.instance.isEmpty && source.locations.count == 1 else {
                return nil
            }
            return .state(confirm: source.confirm, staleSeconds: source.staleSeconds, errorRate: nil)
        case (.requests, .requests), (.resources, .resources):
            guard let source = component.source.counts, series.instance == String(source.sliceSeconds) else { return nil }
            let stale = max(source.sliceSeconds, source.staleSeconds)
            return .state(confirm: 1, staleSeconds: stale, errorRate: source.downErrorRate)
        case (.requests, .total), (.requests, .failed): return .counter
        default: return nil
        }
    }
}

/// What is made of the samples of a series.
enum SeriesJudgement {
    /// Each says up or down; of request slices those are down whose share of failures reaches the rate.
    case state(confirm: Int, staleSeconds: Int64, errorRate: Percent?)
    /// They are kept, and made into slices of requests at the end.
    case counter
}
