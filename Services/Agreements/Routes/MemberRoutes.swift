import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// `/v1/customers/{id}/members`.
struct MemberRoutes: Sendable {
    private static let taken = "another member of the customer has this address"
    let chassis: Chassis

    var routes: [Route] {
        let all = "/v1/customers/{id}/members"
        let one = "/v1/customers/{id}/members/{member}"
        return [
            Route(.get, all, roles: .readers, query: ["limit", "cursor"], handler: list),
            Route(.post, all, roles: .managers, body: .json(maximumBytes: Bounds.smallBodyBytes), handler: create),
            Route(.get, one, roles: .readers, handler: get),
            Route(.put, one, roles: .managers, body: .json(maximumBytes: Bounds.smallBodyBytes), handler: replace),
            Route(.delete, one, roles: .managers, handler: delete),
        ]
    }

    /// The customer in the path.
    ///
    /// - Throws: 404 when the caller may not see it.
    private func customer(_ request: APIRequest) throws -> CustomerID {
        let id: CustomerID = try request.id()
        guard request.caller.maySee(customer: id) else { throw Problem.notFound("customer") }
        return id
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let customer = try customer(request)
        let page = try request.page()
        let results = try await chassis.database.execute(
            [CustomerStore.find(customer), MemberStore.page(of: customer, after: page.after?.id, limit: page.fetch)],
            tenant: request.tenant.uuid)
        guard !results[0].isEmpty else { throw Problem.notFound("customer") }
        let members = try results[1].map(MemberStore.decode)
        return try page.reply(members, cursor: { Cursor(id: $0.id.uuid) }, present: MemberResource.init)
    }

    private func create(_ request: APIRequest) async throws -> Reply {
        let customer = try customer(request)
        let draft = try request.read { MemberDraft($0) }
        return try await chassis.create(request, taken: Self.taken) { transaction, now in
            guard try await !transaction.query(CustomerStore.find(customer).keeping).isEmpty else {
                throw Problem.notFound("customer")
            }
            let member = draft.member(id: MemberID(), of: customer, at: now)
            _ = try await transaction.execute([
                MemberStore.insert(member, of: request.tenant, by: request.caller.principal),
                try request.tell(MemberCreated(member: member), about: member.id, at: now),
            ])
            return try .created(
                MemberResource(member), location: "/v1/customers/\(customer)/members/\(member.id)", version: member.revision)
        }
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let find = MemberStore.find(try request.id("member"), of: try customer(request))
        let member = try await chassis.findOne(request, "member", find, decode: MemberStore.decode)
        return try .json(MemberResource(member), version: member.revision)
    }

    private func replace(_ request: APIRequest) async throws -> Reply {
        let find = MemberStore.find(try request.id("member"), of: try customer(request))
        let draft = try request.read { MemberDraft($0) }
        return try await chassis.change(
            request, "member", taken: Self.taken, find: find, decode: MemberStore.decode
        ) { transaction, old, now in
            let member = draft.applied(to: old, at: now)
            _ = try await transaction.execute([
                MemberStore.update(member, by: request.caller.principal),
                try request.tell(MemberChanged(member: member), about: member.id, at: now),
            ])
            return try .json(MemberResource(member), version: member.revision)
        }
    }

    private func delete(_ request: APIRequest) async throws -> Reply {
        let find = MemberStore.find(try request.id("member"), of: try customer(request))
        return try await chassis.change(request, "member", find: find, decode: MemberStore.decode) { transaction, old, now in
            _ = try await transaction.execute([
                MemberStore.delete(old.id),
                try request.tell(MemberDeleted(id: old.id, customer: old.customer, deletedAt: now), about: old.id, at: now),
            ])
            return .noContent
        }
    }
}
