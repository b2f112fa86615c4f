import Chassis
import Contracts
import HTTPTypes
import Messaging
import Postgres

/// `/v1/preferences`: how each member wants to be told of each topic.
struct PreferenceRoutes: Sendable {
    let chassis: Chassis

    var routes: [Route] {
        [
            Route(.get, "/v1/preferences", roles: .readers, query: ["limit", "cursor", "customer"], handler: list),
            Route(.get, "/v1/preferences/{member}", roles: .readers, handler: get),
            Route(
                .put, "/v1/preferences/{member}", roles: .tellers, body: .json(maximumBytes: Bounds.smallBodyBytes),
                handler: replace),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let page = try request.page()
        let customer = try request.caller.scope(to: try request.query.id("customer"))
        let query = PreferenceStore.page(of: customer, after: page.after?.id, limit: page.fetch, of: request.tenant)
        let rows = try await chassis.database.query(query, tenant: request.tenant.uuid).map(PreferenceStore.decode)
        return try page.reply(rows, cursor: { Cursor(id: $0.member.uuid) })
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let find = PreferenceStore.find(try request.id("member"), visibleTo: request.caller.customer, of: request.tenant)
        let rows = try await chassis.database.query(find, tenant: request.tenant.uuid)
        guard let preference = try rows.first.map(PreferenceStore.decode) else { throw Problem.notFound("member") }
        return try .json(preference, version: preference.version)
    }

    private func replace(_ request: APIRequest) async throws -> Reply {
        let draft = try request.read { PreferenceDraft($0) }
        let find = PreferenceStore.find(try request.id("member"), visibleTo: request.caller.customer, of: request.tenant)
        let now = chassis.clock.now
        return try await chassis.database.withTransaction(tenant: request.tenant.uuid) { transaction in
            guard let old = try await transaction.query(find).first.map(PreferenceStore.decode) else {
                throw Problem.notFound("member")
            }
            try request.requireMatch(version: old.version)
            let written = try await transaction.execute([
                PreferenceStore.write(
                    draft.applied(to: old, at: now), in: draft.language, by: request.caller.principal, of: request.tenant),
                find,
            ])
            guard written[0].affected == 1, let changed = try written[1].first.map(PreferenceStore.decode) else {
                throw Problem.preconditionFailed()
            }
            return try .json(changed, version: changed.version)
        }
    }
}
