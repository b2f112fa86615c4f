import Contracts

/// What a series is of: a component of a service, a kind of fact, and the instance of it.
struct SeriesKey: Hashable, Sendable {
    let service: ServiceID
    /// The component's key.
    let component: String
    let kind: SeriesKind
    /// For a probe its location, for request slices their length in seconds, for a counter a digest of its labels.
    let instance: String
}
