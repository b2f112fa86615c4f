import Chassis
import Contracts
import HTTPTypes
import Messaging
import Postgres
import Terms

/// `/v1/webhooks`: the tenant's own endpoints, and their secrets.
struct WebhookRoutes: Sendable {
    let chassis: Chassis
    let rules: AddressRules

    var routes: [Route] {
        let body = BodyRule.json(maximumBytes: Bounds.smallBodyBytes)
        return [
            Route(.get, "/v1/webhooks", roles: [.admin], query: ["limit", "cursor"], handler: list),
            Route(.post, "/v1/webhooks", roles: [.admin], body: body, handler: create),
            Route(.get, "/v1/webhooks/{id}", roles: [.admin], handler: get),
            Route(.put, "/v1/webhooks/{id}", roles: [.admin], body: body, handler: replace),
            Route(.delete, "/v1/webhooks/{id}", roles: [.admin], handler: delete),
            Route(.post, "/v1/webhooks/{id}/secret", roles: [.admin], body: body, handler: rotate),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        return try await chassis.list(request, id: \.id.uuid, decode: WebhookStore.decode) {
            WebhookStore.page(after: $0, limit: $1, of: request.tenant)
        }
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let find = WebhookStore.find(try request.id(), of: request.tenant)
        let rows = try await chassis.database.query(find, tenant: request.tenant.uuid)
        guard let webhook = try rows.first.map(WebhookStore.decode) else { throw Problem.notFound("webhook") }
        return try .json(webhook, version: webhook.version)
    }

    private func create(_ request: APIRequest) async throws -> Reply {
        let draft = try read(request)
        let now = chassis.clock.now
        return try await chassis.idempotent(request) { transaction in
            let count = try await transaction.query(WebhookStore.count(of: request.tenant)).decodeOne(Int.self)
            guard count < Bounds.webhooks else { throw Problem.conflict("there are \(Bounds.webhooks) webhooks already") }
            var webhook = draft.webhook(id: WebhookID(), at: now)
            let secret = SigningSecret.make()
            try await transaction.query(
                WebhookStore.insert(webhook, secret: secret, of: request.tenant, by: request.caller.principal))
            webhook.secret = secret.text
            return try .created(webhook, location: "/v1/webhooks/\(webhook.id)", version: webhook.version)
        }
    }

    private func replace(_ request: APIRequest) async throws -> Reply {
        let draft = try read(request)
        let now = chassis.clock.now
        return try await change(request) { transaction, webhook in
            let changed = draft.applied(to: webhook, at: now)
            var writes = [WebhookStore.update(changed, of: request.tenant)]
            if changed.state == .disabled {
                let answer = "the endpoint is disabled: \(changed.disabledReason ?? "")"
                writes.append(DeliveryStore.abandon(changed.id, because: answer, of: request.tenant))
            }
            _ = try await transaction.execute(writes)
            return try .json(changed, version: changed.version)
        }
    }

    private func delete(_ request: APIRequest) async throws -> Reply {
        try await change(request) { transaction, webhook in
            _ = try await transaction.execute([
                WebhookStore.delete(webhook.id, of: request.tenant),
                DeliveryStore.abandon(webhook.id, because: "the endpoint was removed", of: request.tenant),
            ])
            return .noContent
        }
    }

    /// A new secret; the present one signs besides until the overlap is over.
    private func rotate(_ request: APIRequest) async throws -> Reply {
        let overlap = try request.read { body in
            let overlap = body.ifPresent("overlap") { $0.timeSpan() } ?? TimeSpan(seconds: Bounds.secretOverlapSeconds)
            if overlap.seconds > Bounds.secretOverlapMaximumSeconds { body["overlap"].fail("must be at most P30D") }
            return overlap
        }
        let id: WebhookID = try request.id()
        let now = chassis.clock.now
        return try await chassis.idempotent(request) { transaction in
            guard try await !transaction.query(WebhookStore.lock(id, of: request.tenant)).isEmpty else {
                throw Problem.notFound("webhook")
            }
            let secret = SigningSecret.make()
            let until = now.advanced(by: overlap.seconds)
            try await transaction.query(WebhookStore.rotate(id, to: secret, until: until, at: now, of: request.tenant))
            let shown = WebhookSecretResource(webhook: id, secret: secret.text, previousSecretUntil: until)
            return try .json(shown, status: .created)
        }
    }

    private func read(_ request: APIRequest) throws -> WebhookDraft {
        try request.read { WebhookDraft($0, allowsPlain: !rules.allowed.isEmpty) }
    }

    private func change(
        _ request: APIRequest, _ body: (Transaction, WebhookResource) async throws -> Reply
    ) async throws -> Reply {
        let id: WebhookID = try request.id()
        return try await chassis.database.withTransaction(tenant: request.tenant.uuid) { transaction in
            let rows = try await transaction.query(WebhookStore.lock(id, of: request.tenant))
            guard let webhook = try rows.first.map(WebhookStore.decode) else { throw Problem.notFound("webhook") }
            try request.requireMatch(version: webhook.version)
            return try await body(transaction, webhook)
        }
    }
}
