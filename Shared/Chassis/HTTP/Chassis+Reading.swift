import Contracts
import Foundation
import Postgres

/// What requests that only read have in common.
extension Chassis {
    /// One thing that the caller may see.
    ///
    /// - Throws: 404 when there is none.
    public func findOne<State>(
        _ request: APIRequest, _ what: String, _ find: Query, decode: (Row) throws -> State
    ) async throws -> State {
        guard let row = try await database.query(find, tenant: request.tenant.uuid).first else { throw Problem.notFound(what) }
        return try decode(row)
    }

    /// A page of things that are listed by their ids, as they are shown.
    ///
    /// - Parameters:
    ///   - id: a thing's id.
    ///   - query: reads up to so many rows that come after a thing.
    /// - Throws: 400 when limit or cursor are wrong.
    public func list<Item: Encodable & Sendable>(
        _ request: APIRequest, id: (Item) -> UUID, decode: (Row) throws -> Item,
        _ query: (_ after: UUID?, _ limit: Int) -> Query
    ) async throws -> Reply {
        let page = try request.page()
        let rows = try await database.query(query(page.after?.id, page.fetch), tenant: request.tenant.uuid)
        return try page.reply(try rows.map(decode), cursor: { Cursor(id: id($0)) })
    }
}
