/// Counts of requests, or of resources, in a slice of time.
public struct CountsItem {
    /// What was counted.
    public enum Counted: Sendable {
        /// Requests, and those that failed.
        case requests
        /// Resources that were there, and those that were down.
        case resources
    }

    /// What was counted.
    public let counted: Counted
    /// Which component.
    public let names: ItemNames
    /// The slice's first second, in epoch seconds.
    public let at: Int64
    /// The slice's length in seconds.
    public let periodSeconds: Int64
    /// How many there were.
    public let total: Int64
    /// How many of them failed, or were down.
    public let failed: Int64

    /// Counts of a slice.
    public init(_ counted: Counted, names: ItemNames, at: Int64, periodSeconds: Int64, total: Int64, failed: Int64) {
        self.counted = counted
        self.names = names
        self.at = at
        self.periodSeconds = periodSeconds
        self.total = total
        self.failed = failed
    }
}
