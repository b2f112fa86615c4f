import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// `/v1/agreements`: the names under which versions follow each other.
struct AgreementRoutes: Sendable {
    private static let taken = "another agreement has this key"
    let chassis: Chassis

    var routes: [Route] {
        [
            Route(.get, "/v1/agreements", roles: .readers, query: ["limit", "cursor", "key"], handler: list),
            Route(.post, "/v1/agreements", roles: .managers, body: .json(maximumBytes: Bounds.smallBodyBytes), handler: create),
            Route(.get, "/v1/agreements/{id}", roles: .readers, handler: get),
            Route(
                .put, "/v1/agreements/{id}", roles: .managers, body: .json(maximumBytes: Bounds.smallBodyBytes), handler: replace),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let page = try request.page()
        let query = AgreementStore.page(
            key: try request.query.key("key"), visibleTo: request.caller.customer, after: page.after?.id, limit: page.fetch)
        let rows = try await chassis.database.query(query, tenant: request.tenant.uuid).map(AgreementStore.decode)
        return try page.reply(rows, cursor: { Cursor(id: $0.id.uuid) }, present: \.resource)
    }

    /// Nobody else is told of an agreement before a version of it is published.
    private func create(_ request: APIRequest) async throws -> Reply {
        let draft = try request.read { AgreementDraft($0) }
        return try await chassis.create(request, taken: Self.taken) { transaction, now in
            let agreement = draft.agreement(id: AgreementID(), at: now)
            _ = try await transaction.query(
                AgreementStore.insert(agreement, of: request.tenant, by: request.caller.principal))
            return try .created(agreement.resource, location: "/v1/agreements/\(agreement.id)", version: agreement.revision)
        }
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let find = AgreementStore.find(try request.id(), visibleTo: request.caller.customer)
        let agreement = try await chassis.findOne(request, "agreement", find, decode: AgreementStore.decode)
        return try .json(agreement.resource, version: agreement.revision)
    }

    private func replace(_ request: APIRequest) async throws -> Reply {
        let find = AgreementStore.find(try request.id())
        let title = try request.read { $0["title"].text() }
        return try await chassis.change(
            request, "agreement", find: find, decode: AgreementStore.decode
        ) { transaction, old, now in
            let agreement = old.titled(title, at: now)
            _ = try await transaction.query(AgreementStore.update(agreement, by: request.caller.principal))
            return try .json(agreement.resource, version: agreement.revision)
        }
    }
}
