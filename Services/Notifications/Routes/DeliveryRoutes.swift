import Chassis
import Contracts
import HTTPTypes
import Postgres

/// `/v1/deliveries`: what was told to whom, and how that went; with `channel=in_app` the feed.
struct DeliveryRoutes: Sendable {
    let chassis: Chassis

    var routes: [Route] {
        [
            Route(
                .get, "/v1/deliveries", roles: .readers,
                query: ["limit", "cursor", "channel", "state", "topic", "webhook", "customer", "member", "event"], handler: list),
            Route(.get, "/v1/deliveries/{id}", roles: .readers, handler: get),
            Route(.post, "/v1/deliveries/{id}/redelivery", roles: .operations, handler: again),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let filter = DeliveryStore.Filter(
            channel: try request.query.choice("channel"), state: try request.query.choice("state"),
            topic: try request.query.choice("topic"), webhook: try request.query.id("webhook"),
            customer: try request.caller.scope(to: try request.query.id("customer")),
            member: try request.query.id("member"), event: try request.query.id("event"))
        return try await chassis.list(request, id: \.id.uuid, decode: DeliveryStore.decode) {
            DeliveryStore.page(filter, after: $0, limit: $1, of: request.tenant)
        }
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let find = DeliveryStore.find(try request.id(), visibleTo: request.caller.customer, of: request.tenant)
        let rows = try await chassis.database.query(find, tenant: request.tenant.uuid)
        guard let delivery = try rows.first.map(DeliveryStore.decode) else { throw Problem.notFound("delivery") }
        return try .json(delivery)
    }

    /// The same delivery once more, with the same id: a receiver that has it knows that it has.
    private func again(_ request: APIRequest) async throws -> Reply {
        let id: DeliveryID = try request.id()
        let now = chassis.clock.now
        return try await chassis.idempotent(request) { transaction in
            let find = DeliveryStore.find(id, visibleTo: request.caller.customer, of: request.tenant)
            guard let old = try await transaction.query(find + " for update").first.map(DeliveryStore.decode) else {
                throw Problem.notFound("delivery")
            }
            try await check(old, request.tenant, transaction)
            let rows = try await transaction.execute(DeliveryStore.again(id, at: now, of: request.tenant) + [find])
            guard let delivery = try rows.last?.first.map(DeliveryStore.decode) else { throw Problem.notFound("delivery") }
            return try .accepted(delivery)
        }
    }

    private func check(_ delivery: DeliveryResource, _ tenant: TenantID, _ transaction: Transaction) async throws {
        if delivery.state == .pending { throw Problem.conflict("the delivery is still tried") }
        if delivery.channel == .inApp { throw Problem.conflict("what is in the feed has arrived") }
        guard let webhook = delivery.webhook else { return }
        let found = try await transaction.query(WebhookStore.find(webhook, of: tenant)).first.map(WebhookStore.decode)
        guard found?.state == .enabled else { throw Problem.conflict("the endpoint is disabled or gone") }
    }
}
