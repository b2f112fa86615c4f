import Contracts
import Terms

/// A stretch of time of a service, about which something is asked.
struct ServiceStretch: Sendable {
    let service: KnownService
    let stretch: Interval
    /// Whether counts of requests and resources are asked for, too.
    var readsCounts = false
}

extension [ServiceStretch] {
    /// The services, one a stretch.
    var services: [ServiceID] { map(\.service.id) }
    /// The first seconds.
    var starts: [Instant] { map(\.stretch.start) }
    /// The first seconds after them.
    var ends: [Instant] { map(\.stretch.end) }
}
