import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// `/v1/outages/proposals`: time of incidents that is proposed as an outage, and that somebody else decides on.
struct OutageProposalRoutes: Sendable {
    let chassis: Chassis
    let folder: Folder
    let knowledge: Knowledge

    var routes: [Route] {
        [
            Route(
                .get, "/v1/outages/proposals", roles: .staff, query: ["limit", "cursor", "service", "incident", "state"],
                handler: list),
            Route(.get, "/v1/outages/proposals/{id}", roles: .staff, handler: get),
            Route(
                .post, "/v1/outages/proposals/{id}/decision", roles: .recorders, body: .json(maximumBytes: 16_384),
                handler: decide),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        var filter = OutageProposalStore.Filter()
        filter.state = try request.query.choice("state")
        filter.incident = try request.query.id("incident")
        filter.service = try await ServiceScope(customer: nil).service(asked: request, knowledge.definitions)
        return try await chassis.list(request, id: \.id.uuid, decode: OutageProposalStore.decode) {
            OutageProposalStore.page(filter, after: $0, limit: $1, of: request.tenant)
        }
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let find = OutageProposalStore.find(try request.id(), of: request.tenant)
        let item = try await chassis.findOne(request, "proposal", find, decode: OutageProposalStore.decode)
        return try .json(item, version: item.version)
    }

    /// What is approved is declared like any other outage, in the transaction of the decision; folding it changes outages and
    /// statements, with their events.
    private func decide(_ request: APIRequest) async throws -> Reply {
        let id: OutageProposalID = try request.id()
        let decision = try request.read { OutageDecision($0) }
        let now = chassis.clock.now
        let reply = try await chassis.idempotent(request) { transaction in
            let rows = try await transaction.execute([
                TenantLock.take(request.tenant), OutageProposalStore.find(id, of: request.tenant) + " for update",
            ])
            guard let row = rows[1].first else { throw Problem.notFound("proposal") }
            let old = try OutageProposalStore.decode(row)
            let (known, _) = try await knowledge.read(request.tenant, transaction)
            let item = try decision.apply(to: old, among: known, by: request.caller.principal, at: now)
            var writes = [OutageProposalStore.decide(item, of: request.tenant)]
            if !item.outages.isEmpty {
                writes.append(
                    BatchStore.insert(Batch(declared: item.outages), by: request.caller.principal, of: request.tenant))
            }
            _ = try await transaction.execute(writes)
            return try .json(item, version: item.version)
        }
        folder.wake(request.tenant)
        return reply
    }
}
