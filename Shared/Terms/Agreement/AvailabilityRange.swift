/// A range of availabilities, each bound optional: `{above: "98.9", below: "99.0"}`.
public struct AvailabilityRange: Hashable, Sendable {
    /// It lies above this.
    public let above: Percent?
    /// It is this or more.
    public let atLeast: Percent?
    /// It lies below this.
    public let below: Percent?
    /// It is this or less.
    public let atMost: Percent?

    init(_ reader: NodeReader) {
        above = reader.ifPresent("above") { $0.percent() }
        atLeast = reader.ifPresent("at_least") { $0.percent() }
        below = reader.ifPresent("below") { $0.percent() }
        atMost = reader.ifPresent("at_most") { $0.percent() }
        if above == nil, atLeast == nil, below == nil, atMost == nil {
            reader.fail("must have at least one of: above, at_least, below, at_most")
        }
    }

    /// Whether a share lies in it. Exact.
    public func contains(_ ratio: Ratio) -> Bool {
        let points = ratio.points
        return above.map { points > $0.points } ?? true && atLeast.map { points >= $0.points } ?? true
            && below.map { points < $0.points } ?? true && atMost.map { points <= $0.points } ?? true
    }
}
