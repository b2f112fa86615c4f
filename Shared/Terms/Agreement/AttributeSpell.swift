/// What was known of a customer and a service for some time: attributes such as the stage of a part, or the state of an
/// account, as they were at each instant.
public struct AttributeSpell: Hashable, Sendable, Codable {
    /// When.
    public let interval: Interval
    /// What was known.
    public let attributes: [String: String]

    /// Attributes for some time.
    public init(interval: Interval, attributes: [String: String]) {
        self.interval = interval
        self.attributes = attributes
    }
}

extension AttributeMatch {
    /// When it held.
    public func time(in spells: [AttributeSpell]) -> IntervalSet {
        IntervalSet(spells.filter { holds(for: $0.attributes) }.map(\.interval))
    }
}
