/// What was measured about an objective.
public struct ObjectiveFacts: Hashable, Sendable, Codable {
    /// The measurements; those outside the window are left aside.
    public var samples: [ObjectiveSample]
    /// Time that does not count: measurements that lie in it altogether are left aside.
    public var excluded: IntervalSet
    /// What is known of the customer and the service, for limits that depend on it.
    public var attributes: [String: String]

    /// Measurements about one objective.
    public init(samples: [ObjectiveSample], excluded: IntervalSet = .empty, attributes: [String: String] = [:]) {
        self.samples = samples
        self.excluded = excluded
        self.attributes = attributes
    }
}
