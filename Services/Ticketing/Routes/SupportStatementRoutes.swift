import Chassis
import Contracts
import HTTPTypes
import Messaging
import Postgres
import Terms

/// `/v1/support-statements`: how the promises about tickets were kept, month by month.
struct SupportStatementRoutes: Sendable {
    let chassis: Chassis

    var routes: [Route] {
        [
            Route(
                .get, "/v1/support-statements", roles: .readers, query: ["limit", "cursor", "customer", "month"], handler: list),
            Route(.get, "/v1/support-statements/{id}", roles: .readers, handler: get),
            Route(.get, "/v1/support-statements/{id}/revisions", roles: .readers, handler: revisions),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let page = try request.page()
        let month = try request.query.text("month")
        if let month, month.wholeMatch(of: /[0-9]{4}-[0-9]{2}/) == nil {
            throw Problem.badQuery("month", "must be a month such as 2026-03")
        }
        let query = SupportStatementStore.page(
            of: try request.caller.scope(to: try request.query.id("customer")), month: month, after: page.after?.id,
            limit: page.fetch, request.tenant)
        let rows = try await chassis.database.query(query, tenant: request.tenant.uuid).map(SupportStatementStore.decode)
        return try page.reply(rows, cursor: { Cursor(id: $0.id.uuid) })
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let item = try await find(request)
        // Settling changes what is shown of a revision once.
        return try .json(item, version: Int64(item.revision) * 2 + (item.state == .final ? 1 : 0))
    }

    private func revisions(_ request: APIRequest) async throws -> Reply {
        let item = try await find(request)
        let rows = try await chassis.database.query(
            SupportStatementStore.revisions(of: item.id, request.tenant), tenant: request.tenant.uuid)
        return try .list(try rows.map(SupportStatementStore.decode))
    }

    private func find(_ request: APIRequest) async throws -> SupportStatementResource {
        let find = SupportStatementStore.find(try request.id(), visibleTo: request.caller.customer, of: request.tenant)
        guard let row = try await chassis.database.query(find, tenant: request.tenant.uuid).first else {
            throw Problem.notFound("support statement")
        }
        return try SupportStatementStore.decode(row)
    }
}
