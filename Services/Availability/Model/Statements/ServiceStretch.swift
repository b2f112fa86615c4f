import Contracts
import Terms

/// A stretch of time of a service, about which something is asked.
struct ServiceStretch: Sendable {
    let service: KnownService
    let stretch: Interval
}

extension [ServiceStretch] {
    /// The services, one a stretch.
    var services: [ServiceID] { map(\.service.id) }
    /// The first seconds.
    var starts: [Instant] { map(\.stretch.start) }
    /// The first seconds after them.
    var ends: [Instant] { map(\.stretch.end) }
}

extension Definitions {
    /// From the first to the last second of each service that windows need, by service.
    func stretches(of windows: [(service: ServiceID, window: Interval)]) -> [ServiceStretch] {
        var hulls: [ServiceID: Interval] = [:]
        for (service, window) in windows {
            let old = hulls[service] ?? window
            hulls[service] = Interval(min(old.start, window.start), max(old.end, window.end))
        }
        return hulls.sorted { $0.key < $1.key }.compactMap { id, hull in
            services[id].map { ServiceStretch(service: $0, stretch: hull) }
        }
    }
}
