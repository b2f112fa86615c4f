import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// `/v1/api-keys`.
struct APIKeyRoutes: Sendable {
    let chassis: Chassis
    let keys: KeyMaking

    var routes: [Route] {
        [
            Route(.get, "/v1/api-keys", roles: .keyMakers, query: ["limit", "cursor"], handler: list),
            Route(.post, "/v1/api-keys", roles: .keyMakers, body: .json(maximumBytes: Bounds.smallBodyBytes), handler: create),
            Route(.get, "/v1/api-keys/{id}", roles: .keyMakers, handler: get),
            Route(.delete, "/v1/api-keys/{id}", roles: .keyMakers, handler: revoke),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let page = try request.page()
        let query = APIKeyStore.page(after: page.after?.id, limit: page.fetch)
        let rows = try await chassis.database.query(query, tenant: request.tenant.uuid).map(APIKeyStore.decode)
        return try page.reply(rows, cursor: { Cursor(id: $0.id.uuid) })
    }

    private func create(_ request: APIRequest) async throws -> Reply {
        let draft = try request.read { APIKeyDraft($0, maker: request.caller.roles, now: chassis.clock.now) }
        let reply = try await chassis.create(request, taken: "") { transaction, now in
            if let customer = draft.customer, try await transaction.query(CustomerStore.find(customer).keeping).isEmpty {
                throw Problem.validation("#/customer", "there is no such customer")
            }
            let key = try keys.make(draft, of: request.tenant, at: now)
            _ = try await transaction.query(
                APIKeyStore.insert(key.shown, hash: key.hash, of: request.tenant, by: request.caller.principal))
            return try .created(key.shown, location: "/v1/api-keys/\(key.shown.id)")
        }
        return try keys.unsealing(reply, APIKeyResource.self) { key, open in key = open(key) }
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let key = try await chassis.findOne(request, "API key", APIKeyStore.find(try request.id()), decode: APIKeyStore.decode)
        return try .json(key)
    }

    /// Ends the key at once; tokens made with it run out within five minutes. Needs no `If-Match`: a leaked key cannot wait.
    private func revoke(_ request: APIRequest) async throws -> Reply {
        let id: APIKeyID = try request.id()
        let now = chassis.clock.now
        return try await chassis.database.withTransaction(tenant: request.tenant.uuid) { transaction in
            guard let row = try await transaction.query(APIKeyStore.find(id)).first else { throw Problem.notFound("API key") }
            let key = try APIKeyStore.decode(row)
            for role in [Role.admin, .operator] where key.revokedAt == nil && key.roles.contains(role) {
                let living = try await transaction.query(APIKeyStore.lockLiving(with: role, at: now)).decode(APIKeyID.self)
                guard living.contains(where: { $0 != id }) else {
                    throw Problem.conflict(
                        "this is the last key of the role \(role.rawValue); make another first", slug: "last-key")
                }
            }
            _ = try await transaction.query(APIKeyStore.revoke(id, at: now, by: request.caller.principal))
            return .noContent
        }
    }
}
