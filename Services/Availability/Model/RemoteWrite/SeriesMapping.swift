import Contracts
import Crypto
import Foundation

/// Which remote-written series is which component's, as the tenant's service definitions say.
struct SeriesMapping: Sendable {
    /// What a series is for.
    enum Target: Sendable, Equatable {
        case series(SeriesKey)
        /// A definition names the series, but not its location.
        case unknownLocation
    }

    private enum Role: Sendable {
        case probe(locations: [String], label: String?)
        case counter(SeriesKind)
    }

    private struct Entry: Sendable {
        let service: ServiceID
        let component: String
        let labels: [String: String]
        let role: Role
    }

    private var entries: [String: [Entry]] = [:]

    /// The mapping of all services' latest definitions.
    init(_ definitions: Definitions) {
        for service in definitions.services.values {
            for component in service.current.components { add(component, of: service.id) }
        }
    }

    private mutating func add(_ component: ComponentState, of service: ServiceID) {
        func add(_ series: String, _ labels: [String: String], _ role: Role) {
            entries[series, default: []].append(
                Entry(service: service, component: component.key, labels: labels, role: role))
        }
        switch component.source {
        case .probe(let source):
            guard let wanted = source.prometheus else { return }
            add(wanted.series, wanted.labels, .probe(locations: source.locations, label: wanted.locationLabel))
        case .requests(let source):
            guard let wanted = source.prometheus else { return }
            add(wanted.total.series, wanted.total.labels, .counter(.total))
            add(wanted.failed.series, wanted.failed.labels, .counter(.failed))
        case .resources, .declared: break
        }
    }

    /// What a series is for: nothing, one component, or (when several definitions name it) several.
    func targets(of labels: LabelSet) -> [Target] {
        (entries[labels.name] ?? []).filter { labels.contains($0.labels) }.map { entry in
            switch entry.role {
            case .probe(let locations, let label):
                let location = label.map { labels[$0] } ?? locations.first
                guard let location, locations.contains(location) else { return .unknownLocation }
                return .series(
                    SeriesKey(service: entry.service, component: entry.component, kind: .probe, instance: location))
            case .counter(let kind):
                return .series(
                    SeriesKey(service: entry.service, component: entry.component, kind: kind, instance: Self.digest(labels)))
            }
        }
    }

    /// A name for a counter's labels: 128 bits of SHA-256 in hexadecimal.
    private static func digest(_ labels: LabelSet) -> String {
        var hash = SHA256()
        for (name, value) in [("__name__", labels.name)] + labels.labels.map({ ($0.name, $0.value) }) {
            hash.update(data: Data(name.utf8))
            hash.update(data: Data([0]))
            hash.update(data: Data(value.utf8))
            hash.update(data: Data([0]))
        }
        return hash.finalize().prefix(16).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
