/// Time that somebody proposed not to count, and somebody else approved.
public struct ApprovedExclusion: Hashable, Sendable, Codable {
    /// The exclusion's id where it is kept.
    public let id: String
    /// Why the time does not count.
    public let ground: Ground
    /// From when until when.
    public let interval: Interval
    /// The clause that it was approved under; nil for whichever clause of the agreement excludes on this ground.
    public let clause: String?
    /// The components that it is about; empty for the whole service.
    public let components: [String]

    /// An approved exclusion on that ground, over that time.
    public init(id: String, ground: Ground, interval: Interval, clause: String? = nil, components: [String] = []) {
        self.id = id
        self.ground = ground
        self.interval = interval
        self.clause = clause
        self.components = components
    }
}
