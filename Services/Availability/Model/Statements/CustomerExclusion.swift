import Contracts
import Terms

/// An approved exclusion that counts for some customers only, as one of them has it.
struct CustomerExclusion: Touching, Sendable, Hashable {
    static var touch: Touch { .exclusion }

    let customer: CustomerID
    /// The service that it is about; nil for all.
    let service: ServiceID?
    let interval: Interval

    func concerns(_ other: ServiceID) -> Bool { service == nil || service == other }

    func touches(_ stretch: Interval) -> Bool { interval.overlaps(stretch) }
}
