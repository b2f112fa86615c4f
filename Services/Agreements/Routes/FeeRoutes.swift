import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// `/v1/subscriptions/{id}/fees`: what a customer was charged, where that is not the subscription's standing fee.
struct FeeRoutes: Sendable {
    let chassis: Chassis

    var routes: [Route] {
        let path = "/v1/subscriptions/{id}/fees"
        return [
            Route(.get, path, roles: .readers, query: ["limit", "cursor"], handler: list),
            Route(.post, path, roles: .managers, body: .json(maximumBytes: Bounds.smallBodyBytes), handler: record),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let page = try request.page()
        let id: SubscriptionID = try request.id()
        let rows = try await chassis.database.execute(
            [
                SubscriptionStore.find(id, visibleTo: request.caller.customer),
                FeeStore.page(of: id, after: page.after?.id, limit: page.fetch),
            ], tenant: request.tenant.uuid)
        guard !rows[0].isEmpty else { throw Problem.notFound("subscription") }
        return try page.reply(try rows[1].map(FeeStore.decode), cursor: { Cursor(id: $0.id.uuid) })
    }

    /// A fee of the same class and time replaces the one before: that is how a wrong one is put right.
    private func record(_ request: APIRequest) async throws -> Reply {
        let id: SubscriptionID = try request.id()
        let draft = try request.read { FeeDraft($0) }
        return try await chassis.create(request, taken: "") { transaction, now in
            let rows = try await transaction.execute([
                SubscriptionStore.find(id).locking, FeeStore.overlapping(draft, under: id),
            ])
            guard let subscription = try rows[0].first.map(SubscriptionStore.decode) else {
                throw Problem.notFound("subscription")
            }
            guard draft.amount.currency == subscription.currency else {
                throw Problem.validation("#/amount/currency", "must be \(subscription.currency), the subscription's currency")
            }
            let before = try rows[1].first.map(FeeStore.decode)
            if let before, before.from != draft.from || before.to != draft.to {
                throw Problem.conflict("\(before.id) of that class is for \(before.from) to \(before.to)", slug: "overlap")
            }
            let fee = draft.fee(of: subscription, before: before, at: now)
            _ = try await transaction.execute([
                FeeStore.write(fee, of: request.tenant, by: request.caller.principal),
                try request.tell(FeesRecorded(fee: fee), about: fee.id, at: now),
            ])
            return try .created(fee, location: "/v1/subscriptions/\(id)/fees", version: fee.revision)
        }
    }
}
