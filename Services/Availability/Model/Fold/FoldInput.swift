import Contracts
import Terms

/// What several batches bring together, in an order that does not matter.
struct FoldInput: Sendable {
    /// New samples by series, ascending, one a second.
    private(set) var runs: [SeriesKey: [Sample]] = [:]
    /// Declared outages, the prevailing declaration of each.
    private(set) var declared: [DeclaredOutage.Key: DeclaredOutage] = [:]
    /// From when on components must be derived anew whatever their samples are.
    private(set) var rederivations: [Component: Int64] = [:]
    /// Measurements that objectives are judged by, the prevailing one of each.
    private(set) var metrics: [MetricRecord.Key: MetricRecord] = [:]
    /// How many samples the batches hold, as ``Batch/sampleCount`` counts.
    private(set) var sampleCount = 0
    /// Who sent something about a service; nil for what nobody sent.
    private var senders: [ServiceID: Set<String?>] = [:]
    /// The same of measurements that objectives are judged by.
    private var measurers: [ServiceID: Set<String?>] = [:]

    /// A component of a service.
    struct Component: Hashable, Sendable {
        let service: ServiceID
        let key: String
    }

    /// Who sent all that is about a service; nil where that is not one alone.
    func sender(of service: ServiceID) -> String? { Self.only(senders[service]) }

    /// Who sent all measurements of a service that objectives are judged by; nil where that is not one alone.
    func measurer(of service: ServiceID) -> String? { Self.only(measurers[service]) }

    private static func only(_ senders: Set<String?>?) -> String? {
        guard let senders, senders.count == 1 else { return nil }
        return senders.first ?? nil
    }

    /// Takes in a batch that somebody sent; nil for one that the service made itself.
    mutating func add(_ batch: Batch, from sender: String? = nil) {
        sampleCount += batch.sampleCount
        for service in batch.services { senders[service, default: []].insert(sender) }
        for run in batch.runs {
            runs[run.key] = runs[run.key].map { Sample.merge($0, run.samples, run.key.kind) } ?? run.samples
        }
        for outage in batch.declared {
            declared[outage.key] = declared[outage.key].map { DeclaredOutage.prevailing($0, outage) } ?? outage
        }
        for metric in batch.metrics {
            measurers[metric.stream.service, default: []].insert(sender)
            metrics[metric.key] = metrics[metric.key].map { MetricRecord.prevailing($0, metric) } ?? metric
        }
        for item in batch.rederivations {
            let component = Component(service: item.service, key: item.component)
            rederivations[component] = min(rederivations[component] ?? item.from, item.from)
        }
    }

    /// Passes over samples from before an instant.
    ///
    /// - Returns: how many there were.
    mutating func forget(before instant: Instant) -> Int {
        let before = runs.values.reduce(0) { $0 + $1.count }
        for (key, samples) in runs {
            guard let first = samples.first, first.at < instant.epochSeconds else { continue }
            let left = samples.filter { $0.at >= instant.epochSeconds }
            runs[key] = left.isEmpty ? nil : left
        }
        return before - runs.values.reduce(0) { $0 + $1.count }
    }

    /// The components that anything is about.
    var components: Set<Component> {
        Set(runs.keys.map { Component(service: $0.service, key: $0.component) })
            .union(declared.keys.map { Component(service: $0.service, key: $0.component) })
            .union(rederivations.keys)
    }
}
