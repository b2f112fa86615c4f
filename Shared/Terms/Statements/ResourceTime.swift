/// One of many resources of a customer, such as a virtual machine: when it was deployed, and how it was.
public struct ResourceTime: Hashable, Sendable, Codable {
    /// Its name.
    public let key: String
    /// When it was there.
    public let deployed: Interval
    /// When it was down or unknown.
    public let condition: Condition

    /// A resource that was there then.
    public init(key: String, deployed: Interval, condition: Condition) {
        self.key = key
        self.deployed = deployed
        self.condition = condition
    }
}
