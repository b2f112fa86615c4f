import Contracts
import Terms

/// A stretch of time of a service, about which something is asked.
struct ServiceStretch: Sendable {
    let service: KnownService
    let stretch: Interval
    /// Whether counts of requests and resources are asked for, too.
    var readsCounts = false

    private static let daySeconds: Int64 = 86_400
    /// The longest stretch that is made longer so that it holds another, in seconds: some two years.
    private static let wideSeconds = 800 * daySeconds

    /// The same in whole days of UTC: windows that move on with time lie in one for a day. Together with what was read of it
    /// before, where that is no wider than two years.
    func wholeDays(beside other: Interval?) -> ServiceStretch {
        let (first, last) = (stretch.start.secondsOfDay, stretch.end.secondsOfDay)
        let days = Interval(
            max(.earliest, stretch.start.advanced(by: -first)), min(.latest, stretch.end.advanced(by: Self.daySeconds - last)))
        guard let other else { return ServiceStretch(service: service, stretch: days, readsCounts: readsCounts) }
        let both = Interval(min(days.start, other.start), max(days.end, other.end))
        return ServiceStretch(
            service: service, stretch: both.seconds <= Self.wideSeconds ? both : days, readsCounts: readsCounts)
    }
}

extension Instant {
    /// Seconds since its day of UTC began.
    fileprivate var secondsOfDay: Int64 { ((epochSeconds % 86_400) + 86_400) % 86_400 }
}

extension [ServiceStretch] {
    /// The services, one a stretch.
    var services: [ServiceID] { map(\.service.id) }
    /// The first seconds.
    var starts: [Instant] { map(\.stretch.start) }
    /// The first seconds after them.
    var ends: [Instant] { map(\.stretch.end) }
}
