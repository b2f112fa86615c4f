/// A part of the overview: how many there are, and those of them that need attention first.
public struct OverviewList<Item: Encodable & Sendable>: Encodable, Sendable {
    /// The most items of a part: a glance, not a list. The lists themselves have the rest.
    public static var itemsMaximum: Int { 5 }

    /// How many there are.
    public let total: Int
    /// The first of them.
    public let data: [Item]

    /// A part with its first items.
    public init(total: Int, data: [Item]) {
        self.total = total
        self.data = Array(data.prefix(Self.itemsMaximum))
    }
}
