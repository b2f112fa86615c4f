import Contracts

/// Exclusions by the service that they bear on.
struct ExclusionBook: Sendable {
    private let single: [ServiceID: [ExclusionResource]]
    /// Those about all services.
    private let wide: [ExclusionResource]

    /// These, in any order.
    init(_ exclusions: [ExclusionResource] = []) {
        let sorted = exclusions.sorted { ($0.from, $0.id) < ($1.from, $1.id) }
        wide = sorted.filter { $0.service == nil }
        single = sorted.reduce(into: [:]) { single, item in
            if let service = item.service { single[service, default: []].append(item) }
        }
    }

    /// Those that bear on a service, the earliest first: of two that exclude a second it is the first one's.
    func about(_ service: ServiceID) -> [ExclusionResource] {
        guard let own = single[service] else { return wide }
        return wide.isEmpty ? own : (own + wide).sorted { ($0.from, $0.id) < ($1.from, $1.id) }
    }
}
