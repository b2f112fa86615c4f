/// An outage that touched some users of a service.
public struct PartialOutage: Hashable, Sendable, Codable {
    /// Its id where it is kept.
    public let id: String
    /// From when until when.
    public let interval: Interval
    /// The share of users that it touched.
    public let share: Percent

    /// An outage that touched that share of users; more than all of them count as all.
    public init(id: String, interval: Interval, share: Percent) {
        self.id = id
        self.interval = interval
        self.share = min(share, .hundred)
    }

    /// The part of it within a stretch of time; nil where there is none.
    public func clipped(to stretch: Interval) -> PartialOutage? {
        let part = interval.intersection(stretch)
        return part.isEmpty ? nil : PartialOutage(id: id, interval: part, share: share)
    }
}
