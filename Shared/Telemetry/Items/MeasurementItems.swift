import Terms

/// What a probe saw.
public struct ProbeItem {
    /// Which component, from where.
    public let names: ItemNames
    /// When, in epoch seconds.
    public let at: Int64
    /// Whether it was down.
    public let isDown: Bool
}

/// An outage that somebody declared.
public struct OutageItem {
    /// Which component.
    public let names: ItemNames
    /// The sender's id.
    public let id: UnsafeRawBufferPointer
    /// Its first second, in epoch seconds.
    public let from: Int64
    /// Its end, in epoch seconds; nil while it lasts.
    public let to: Int64?
    /// The higher one prevails.
    public let revision: Int64
    /// Whether it is taken back.
    public let withdrawn: Bool
    /// The keys or ids of the customers whom it touched alone; nil for everybody.
    public let customers: [String]?
    /// The share of users whom it touched, above 0 and up to 100; nil where the component was down.
    public let affectedPercent: Percent?
}

/// Bounds on what one item may say.
public enum ItemLimits {
    /// The largest total or counter value: what a double, as Prometheus sends them, holds exactly.
    public static let valueMaximum: Int64 = 1 << 53
    /// The length of a slice, in seconds: up to a day.
    public static let periodSeconds: ClosedRange<Int64> = 1...86_400
    /// Characters of the sender's id of a declared outage.
    public static let outageIDLength = 128
    /// The customers whom one outage names: those of one node or one route. What touches more of them is told apart by ids.
    public static let customers: ClosedRange<Int> = 1...1_000
}
