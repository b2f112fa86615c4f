/// Two components that would be fed by the same Prometheus series: a sample must speak for one component only.
///
/// Within one request source `total` and `failed` may overlap, as `http_requests_total` and its part with `code="500"` do.
public struct SelectorClash: Equatable {
    /// The place of the component in the list that was searched.
    public let second: Int
    /// What is wrong, for a person.
    public let detail: String

    /// Clashes between the components of one service.
    public static func within(_ components: [ComponentState]) -> [SelectorClash] {
        components.indices.flatMap { second in
            components[..<second].compactMap { first in
                clash(first, components[second]) { "the component \(first.key)" }.map {
                    SelectorClash(second: second, detail: $0)
                }
            }
        }
    }

    /// Clashes of a service's components with those of the tenant's other services.
    public static func between(_ components: [ComponentState], and others: [ServiceState]) -> [SelectorClash] {
        components.enumerated().flatMap { index, component in
            others.flatMap { other in
                other.components.compactMap { theirs in
                    clash(theirs, component) { "the component \(theirs.key) of the service \(other.key)" }
                        .map { SelectorClash(second: index, detail: $0) }
                }
            }
        }
    }

    private static func clash(_ first: ComponentState, _ second: ComponentState, _ name: () -> String) -> String? {
        for a in first.source.selectors {
            for b in second.source.selectors where a.overlaps(b) {
                return "takes series \(b.series) that \(name()) takes too: add labels that tell them apart"
            }
        }
        return nil
    }
}

extension MeasurementSource {
    /// The Prometheus series that feed the source.
    var selectors: [PrometheusSelector] {
        switch self {
        case .probe(let source): source.prometheus.map { [PrometheusSelector(series: $0.series, labels: $0.labels)] } ?? []
        case .requests(let source): source.prometheus.map { [$0.total, $0.failed] } ?? []
        case .resources, .declared: []
        }
    }
}

extension PrometheusSelector {
    /// Whether a series can exist that both take: the same metric, and no label with two values.
    public func overlaps(_ other: PrometheusSelector) -> Bool {
        series == other.series && labels.allSatisfy { name, value in other.labels[name].map { $0 == value } ?? true }
    }
}
