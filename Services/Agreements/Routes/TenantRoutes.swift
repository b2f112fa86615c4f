import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// `/v1/tenants`, for the operators of the platform: the only routes that act on another tenant than the caller's.
struct TenantRoutes: Sendable {
    private static let taken = "another tenant has this key"
    let chassis: Chassis
    let keys: KeyMaking

    var routes: [Route] {
        [
            Route(.get, "/v1/tenants", roles: .operators, query: ["limit", "cursor"], handler: list),
            Route(.post, "/v1/tenants", roles: .operators, body: .json(maximumBytes: Bounds.smallBodyBytes), handler: create),
            Route(.get, "/v1/tenants/{id}", roles: .operators, handler: get),
            Route(
                .put, "/v1/tenants/{id}", roles: .operators, body: .json(maximumBytes: Bounds.smallBodyBytes), handler: replace),
            Route(.delete, "/v1/tenants/{id}", roles: .operators, handler: delete),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let page = try request.page()
        let rows = try await chassis.workers.query(TenantStore.page(after: page.after?.id, limit: page.fetch))
        return try page.reply(
            rows.map(TenantStore.decode), cursor: { Cursor(id: $0.id.uuid) }, present: { TenantResource($0) })
    }

    /// The tenant and its first admin key, in one transaction with the operator's Idempotency-Key.
    private func create(_ request: APIRequest) async throws -> Reply {
        let draft = try request.read { TenantDraft($0) }
        let reply = try await chassis.create(request, taken: Self.taken) { transaction, now in
            let tenant = draft.tenant(id: TenantID(), at: now)
            let key = try keys.make(APIKeyDraft(name: "First admin", roles: [.admin]), of: tenant.id, at: now)
            _ = try await transaction.execute([
                TenantSetting.set(tenant.id),
                TenantStore.insert(tenant, by: request.caller.principal),
                APIKeyStore.insert(key.shown, hash: key.hash, of: tenant.id, by: request.caller.principal),
                try request.tell(TenantCreated(tenant: tenant), about: tenant.id, of: tenant.id, at: now),
                TenantSetting.set(request.tenant),
            ])
            return try .created(
                TenantResource(tenant, apiKey: key.shown), location: "/v1/tenants/\(tenant.id)", version: tenant.revision)
        }
        return try keys.unsealing(reply, TenantResource.self) { tenant, open in
            if let key = tenant.apiKey { tenant.apiKey = open(key) }
        }
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let id = try target(request)
        guard let row = try await chassis.database.query(TenantStore.find(id), tenant: id.uuid).first else {
            throw Problem.notFound("tenant")
        }
        let tenant = try TenantStore.decode(row)
        return try .json(TenantResource(tenant), version: tenant.revision)
    }

    private func replace(_ request: APIRequest) async throws -> Reply {
        let id = try target(request)
        let particulars = try request.read { TenantParticulars($0) }
        return try await changing(id, request) { transaction, old, now in
            let tenant = particulars.applied(to: old, at: now)
            _ = try await transaction.execute([
                TenantStore.update(tenant, by: request.caller.principal),
                try request.tell(TenantChanged(tenant: tenant), about: id, of: id, at: now),
            ])
            return try .json(TenantResource(tenant), version: tenant.revision)
        }
    }

    private func delete(_ request: APIRequest) async throws -> Reply {
        let id = try target(request)
        return try await changing(id, request) { transaction, _, now in
            _ = try await transaction.execute(
                TenantStore.erase(id) + [try request.tell(TenantDeleted(id: id, deletedAt: now), about: id, of: id, at: now)])
            return .noContent
        }
    }

    /// The tenant in the path. The platform's own is not a tenant that can be looked at, changed or deleted here.
    private func target(_ request: APIRequest) throws -> TenantID {
        let id: TenantID = try request.id()
        guard id != .platform else { throw Problem.notFound("tenant") }
        return id
    }

    private func changing(
        _ id: TenantID, _ request: APIRequest, _ body: (Transaction, TenantState, Instant) async throws -> Reply
    ) async throws -> Reply {
        let now = chassis.clock.now
        return try await chassis.database.withTransaction(tenant: id.uuid) { transaction in
            guard let row = try await transaction.query(TenantStore.find(id).locking).first else {
                throw Problem.notFound("tenant")
            }
            let tenant = try TenantStore.decode(row)
            try request.requireMatch(version: tenant.revision)
            return try await body(transaction, tenant, now)
        }
    }
}
