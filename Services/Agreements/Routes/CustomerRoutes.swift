import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// `/v1/customers`.
struct CustomerRoutes: Sendable {
    private static let taken = "another customer has this key"
    let chassis: Chassis

    var routes: [Route] {
        [
            Route(.get, "/v1/customers", roles: .readers, query: ["limit", "cursor", "key"], handler: list),
            Route(.post, "/v1/customers", roles: .managers, body: .json(maximumBytes: Bounds.smallBodyBytes), handler: create),
            Route(.get, "/v1/customers/{id}", roles: .readers, handler: get),
            Route(
                .put, "/v1/customers/{id}", roles: .managers, body: .json(maximumBytes: Bounds.smallBodyBytes), handler: replace),
            Route(.delete, "/v1/customers/{id}", roles: .managers, handler: delete),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let page = try request.page()
        let query = CustomerStore.page(
            key: try request.query.key("key"), only: request.caller.customer, after: page.after?.id, limit: page.fetch)
        let rows = try await chassis.database.query(query, tenant: request.tenant.uuid).map(CustomerStore.decode)
        return try page.reply(rows, cursor: { Cursor(id: $0.id.uuid) }, present: CustomerResource.init)
    }

    private func create(_ request: APIRequest) async throws -> Reply {
        let draft = try request.read { CustomerDraft($0) }
        return try await chassis.create(request, taken: Self.taken) { transaction, now in
            let customer = draft.customer(id: CustomerID(), at: now)
            _ = try await transaction.execute([
                CustomerStore.insert(customer, of: request.tenant, by: request.caller.principal),
                try request.tell(CustomerCreated(customer: customer), about: customer.id, at: now),
            ])
            return try .created(CustomerResource(customer), location: "/v1/customers/\(customer.id)", version: customer.revision)
        }
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let id: CustomerID = try request.id()
        guard request.caller.maySee(customer: id) else { throw Problem.notFound("customer") }
        let customer = try await chassis.findOne(request, "customer", CustomerStore.find(id), decode: CustomerStore.decode)
        return try .json(CustomerResource(customer), version: customer.revision)
    }

    private func replace(_ request: APIRequest) async throws -> Reply {
        let id: CustomerID = try request.id()
        let draft = try request.read { CustomerDraft($0) }
        return try await chassis.change(
            request, "customer", taken: Self.taken, find: CustomerStore.find(id), decode: CustomerStore.decode
        ) { transaction, old, now in
            let customer = draft.applied(to: old, at: now)
            _ = try await transaction.execute([
                CustomerStore.update(customer, by: request.caller.principal),
                try request.tell(CustomerChanged(customer: customer), about: id, at: now),
            ])
            return try .json(CustomerResource(customer), version: customer.revision)
        }
    }

    /// Its members, keys and ended subscriptions go with it. One that still subscribes stays: its statements and claims are
    /// not over.
    private func delete(_ request: APIRequest) async throws -> Reply {
        let id: CustomerID = try request.id()
        return try await chassis.change(
            request, "customer", find: CustomerStore.find(id), decode: CustomerStore.decode
        ) { transaction, _, now in
            guard try await transaction.query(SubscriptionStore.unended(of: id, at: now)).isEmpty else {
                throw Problem.conflict("the customer has a subscription that has not ended", slug: "has-subscriptions")
            }
            _ = try await transaction.execute([
                CustomerStore.delete(id), try request.tell(CustomerDeleted(id: id, deletedAt: now), about: id, at: now),
            ])
            return .noContent
        }
    }
}
