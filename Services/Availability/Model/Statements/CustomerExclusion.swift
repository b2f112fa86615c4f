import Contracts
import Terms

/// An approved exclusion that counts for some customers only, as one of them has it.
struct CustomerExclusion: Touching, Sendable, Hashable {
    static var touch: Touch { .exclusion }

    let customer: CustomerID
    let service: ServiceID
    let interval: Interval

    func touches(_ stretch: Interval) -> Bool { interval.overlaps(stretch) }
}
