import Contracts

/// Which Prometheus series is which component's: as the definitions of the services say, or where there are none as the
/// labels `service`, `component` and `location` do.
struct PrometheusMapping {
    /// Labels that a series may have.
    static let labelsMaximum = 100

    private let definitions: [ServiceDraft]

    init(_ definitions: [ServiceDraft]) {
        self.definitions = definitions
    }

    /// What a series is for: nothing, a component, or several.
    func targets(of labels: [String: String]) -> [TelemetrySeries] {
        if definitions.isEmpty { return implied(labels) }
        return definitions.flatMap { service in
            service.components.flatMap { targets(labels, service.key, $0) }
        }
    }

    private func implied(_ labels: [String: String]) -> [TelemetrySeries] {
        guard let service = labels["service"], let component = labels["component"] ?? labels["__name__"] else { return [] }
        return [TelemetrySeries(kind: .probe, service: service, component: component, instance: labels["location"] ?? "")]
    }

    private func targets(_ labels: [String: String], _ service: String, _ component: ComponentState) -> [TelemetrySeries] {
        switch component.source {
        case .probe(let source):
            guard let wanted = source.prometheus, Self.matches(labels, wanted.series, wanted.labels) else { return [] }
            let location = wanted.locationLabel.map { labels[$0] ?? "" } ?? source.locations.first ?? ""
            return [TelemetrySeries(kind: .probe, service: service, component: component.key, instance: location)]
        case .requests(let source):
            guard let wanted = source.prometheus else { return [] }
            return [(TelemetrySeries.Kind.total, wanted.total), (.failed, wanted.failed)].compactMap { kind, selector in
                guard Self.matches(labels, selector.series, selector.labels) else { return nil }
                let name = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
                return TelemetrySeries(kind: kind, service: service, component: component.key, instance: name)
            }
        case .resources, .declared: return []
        }
    }

    private static func matches(_ labels: [String: String], _ series: String, _ wanted: [String: String]) -> Bool {
        labels["__name__"] == series && wanted.allSatisfy { labels[$0.key] == $0.value }
    }
}
