import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// `/v1/credits`: money granted, and what became of it.
struct CreditRoutes: Sendable {
    let chassis: Chassis

    var routes: [Route] {
        let body = BodyRule.json(maximumBytes: Bounds.decisionBytes)
        return [
            Route(
                .get, "/v1/credits", roles: .readers, query: ["limit", "cursor", "customer", "state", "claim"], handler: list),
            Route(.get, "/v1/credits/{id}", roles: .readers, handler: get),
            Route(.put, "/v1/credits/{id}", roles: .deciders, body: body, handler: void),
            Route(.post, "/v1/credits/{id}/application", roles: .billing, body: body, handler: apply),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let filter = CreditStore.Filter(
            customer: try request.caller.scope(to: try request.query.id("customer")), state: try request.query.choice("state"),
            claim: try request.query.id("claim"))
        return try await chassis.list(request, id: \.id.uuid, decode: CreditStore.decode) {
            CreditStore.page(filter, after: $0, limit: $1, of: request.tenant)
        }
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let find = CreditStore.find(try request.id(), visibleTo: request.caller.customer, of: request.tenant)
        let credit = try await chassis.findOne(request, "credit", find, decode: CreditStore.decode)
        return try .json(credit, version: credit.version)
    }

    private func void(_ request: APIRequest) async throws -> Reply {
        let id: CreditID = try request.id()
        let reason = try request.read { body in
            let _: VoidedState = body["state"].choice()
            return body["reason"].prose()
        }
        return try await chassis.refusing {
            try await chassis.idempotent(request) { transaction in
                let desk = try await chassis.desk(transaction, request)
                let old = try await desk.credit(id)
                try request.requireMatch(version: old.version)
                let credit = try await desk.void(old, reason: reason, by: request.caller.principal)
                return try .json(credit, version: credit.version)
            }
        }
    }

    /// The only state that somebody gives a credit.
    private enum VoidedState: String, CaseIterable {
        case voided
    }

    private func apply(_ request: APIRequest) async throws -> Reply {
        let id: CreditID = try request.id()
        let draft = try request.read { ApplicationDraft($0) }
        return try await chassis.refusing {
            try await chassis.idempotent(request) { transaction in
                let desk = try await chassis.desk(transaction, request)
                let credit = try await desk.credit(id)
                let done = try await desk.apply(credit, draft, by: request.caller.principal)
                return try .created(done, location: "/v1/credits/\(id)")
            }
        }
    }
}
