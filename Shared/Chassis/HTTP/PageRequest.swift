import Contracts
import Foundation
import HTTPTypes

/// The page of a list that is asked for. The route names `limit` and `cursor` among its query parameters.
///
///     let page = try request.page()
///     let rows = try await store.customers(tenant, after: page.after, limit: page.fetch)
///     return try page.reply(rows, cursor: { Cursor(id: $0.id.uuid) })
public struct PageRequest: Sendable {
    /// Items on a page unless the caller says otherwise.
    public static let defaultLimit = 50
    /// Most items on a page: an answer stays below a megabyte or so.
    public static let maximumLimit = 200

    /// Items that the caller takes.
    public let limit: Int
    /// After which row the page begins; nil for the first page.
    public let after: Cursor?
    private let filters: String
    private let target: String

    init(_ request: APIRequest, maximum: Int) throws(Problem) {
        limit = try request.query.int("limit", in: 1...maximum) ?? min(Self.defaultLimit, maximum)
        filters = "\(request.route)?\(request.query.filters)"
        target = request.target
        if let text = request.query.text("cursor") {
            after = try Cursor(text, filters: filters)
        } else {
            after = nil
        }
    }

    /// How many rows to read: one more than the page holds, which tells whether there is a next one.
    public var fetch: Int { limit + 1 }

    /// The answer: the page, the cursor of the next, and a `Link` to it.
    ///
    /// - Parameters:
    ///   - rows: up to ``fetch`` rows, in order.
    ///   - cursor: the place of a row in the list.
    ///   - present: what is shown of a row.
    /// - Throws: `EncodingError` when a row cannot be spelled in JSON.
    public func reply<Row, Shown: Encodable & Sendable>(
        _ rows: [Row], cursor: (Row) -> Cursor, present: (Row) throws -> Shown
    ) throws -> Reply {
        let shown = try rows.prefix(limit).map(present)
        guard rows.count > limit, let last = rows.prefix(limit).last else { return try .list(shown) }
        let next = cursor(last).encode(filters: filters)
        return try Reply.list(shown, nextCursor: next).with(.link, "<\(link(to: next))>; rel=\"next\"")
    }

    /// The answer for rows that are shown as they are.
    ///
    /// - Throws: `EncodingError` when a row cannot be spelled in JSON.
    public func reply<Row: Encodable & Sendable>(_ rows: [Row], cursor: (Row) -> Cursor) throws -> Reply {
        try reply(rows, cursor: cursor) { $0 }
    }

    private func link(to cursor: String) -> String {
        let parts = target.split(separator: "?", maxSplits: 1)
        let kept = parts.count == 2 ? parts[1].split(separator: "&").filter { !$0.hasPrefix("cursor=") } : []
        return parts[0] + "?" + (kept + ["cursor=\(cursor)"]).joined(separator: "&")
    }
}

extension APIRequest {
    /// The page that is asked for; filters are all other query parameters.
    ///
    /// - Throws: 400 when limit or cursor are wrong.
    public func page(maximum: Int = PageRequest.maximumLimit) throws(Problem) -> PageRequest {
        try PageRequest(self, maximum: maximum)
    }
}
