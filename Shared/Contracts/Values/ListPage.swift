/// One page of a list: `{"data": […], "next_cursor": "…"}`; the cursor is null on the last page.
public struct ListPage<Item> {
    /// The items of this page.
    public let data: [Item]
    /// What to send as `cursor` for the next page; opaque.
    public let nextCursor: String?

    /// A page of items and, unless it is the last, the cursor of the next.
    public init(data: [Item], nextCursor: String? = nil) {
        self.data = data
        self.nextCursor = nextCursor
    }

    private enum CodingKeys: String, CodingKey {
        case data
        case nextCursor = "next_cursor"
    }
}

extension ListPage: Sendable where Item: Sendable {}

extension ListPage: Encodable where Item: Encodable {
    /// Encodes the cursor even when it is null: its absence would say nothing.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(data, forKey: .data)
        try container.encode(nextCursor, forKey: .nextCursor)
    }
}

extension ListPage: Decodable where Item: Decodable {}
