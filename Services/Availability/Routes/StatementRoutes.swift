import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// `/v1/statements` and `/v1/budgets`: what the agreements make of what was measured.
struct StatementRoutes: Sendable {
    let chassis: Chassis
    let reader: StatementReader

    var routes: [Route] {
        [
            Route(
                .get, "/v1/statements", roles: .readers,
                query: ["service", "agreement", "commitment", "customer", "month", "from", "to"], handler: list),
            Route(.get, "/v1/statements/{id}", roles: .readers, handler: get),
            Route(.get, "/v1/statements/{id}/revisions", roles: .readers, handler: revisions),
            Route(.get, "/v1/statements/{id}/explanation", roles: .readers, handler: explanation),
            Route(.get, "/v1/budgets", roles: .readers, query: ["service", "customer"], handler: budgets),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let scope = try await ServiceScope.of(request, chassis, after: reader.maker.folder)
        let filter = try StatementFilter(request.query)
        let answers = try await reader.read(request.tenant) { terms, definitions, now in
            try filter.selection(terms, definitions, scope, now)
        }
        return try .list(answers.map(\.resource))
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let answer = try await find(request)
        return try .json(answer.resource, version: answer.resource.shownVersion)
    }

    private func revisions(_ request: APIRequest) async throws -> Reply {
        let answer = try await find(request)
        let id = answer.resource.id
        guard answer.resource.revision > 0 else {
            return try .list([StatementRevision(body: try PledgeJSON.encodeText(answer.resource), chain: [])])
        }
        return try .list(try await RevisionReader(chassis: chassis).read(id, .statement, request.tenant))
    }

    private struct Explanation: Encodable {
        let statement: StatementID
        let revision: Int
        let window: StatementResource.WindowResource
        let asOf: Instant
        let qualifications: [Qualification]
        /// Outages of some users that were weighed; absent where none was.
        let partialOutages: [StatementResource.PartialOutageResource]?
        /// What keeps it from becoming final.
        let heldBy: [StatementHold]
        let entries: [MadeStatement.Entry]
    }

    private func explanation(_ request: APIRequest) async throws -> Reply {
        let answer = try await find(request)
        let statement = answer.resource
        var holds: [StatementHold] = []
        if statement.state == .provisional {
            let terms = try await reader.maker.knowledge.terms.terms(request.tenant)
            let find = HoldStore.find(
                statement.service, before: statement.window.to, for: statement.customer,
                weighing: terms.measure(of: statement) == .affectedUsers, of: request.tenant)
            holds = try HoldStore.decode(try await chassis.database.query(find, tenant: request.tenant.uuid))
            // Incidents, and what their senders call outages, are the staff's business.
            if request.caller.customer != nil { holds = holds.map(\.withoutName) }
        }
        return try .json(
            Explanation(
                statement: statement.id, revision: statement.revision, window: statement.window, asOf: statement.asOf,
                qualifications: statement.qualifications, partialOutages: statement.partialOutages, heldBy: holds,
                entries: try answer.timeline()))
    }

    private func find(_ request: APIRequest) async throws -> StatementReader.Answer {
        let id: StatementID = try request.id()
        let scope = try await ServiceScope.of(request, chassis, after: reader.maker.folder)
        if let answer = try await find(id, scope, request) { return answer }
        // It may be one customer's own.
        if scope.customer == nil,
            let owner = try await chassis.database.query(
                StatementStore.owner(of: id, request.tenant), tenant: request.tenant.uuid
            )
            .decodeFirst(CustomerID.self),
            let answer = try await find(
                id, try await ServiceScope.of(owner, request, chassis, after: reader.maker.folder), request)
        {
            return answer
        }
        throw Problem.notFound("statement")
    }

    private func find(_ id: StatementID, _ scope: ServiceScope, _ request: APIRequest) async throws -> StatementReader.Answer? {
        let answers = try await reader.read(request.tenant) { terms, _, _ in
            for promise in terms.promises where scope.sees(promise) {
                if let judged = scope.judged(id, of: promise, among: terms.versions) {
                    return .init(items: [.init(promise: promise, window: judged.window, contract: judged.contract)])
                }
            }
            // A statement of a version that has since been taken over is still there to be read by the tenant's people.
            return .init(ids: scope.customer == nil ? [id] : [])
        }
        return answers.first
    }

    private func budgets(_ request: APIRequest) async throws -> Reply {
        let scope = try await ServiceScope.of(request, chassis, after: reader.maker.folder)
        let filter = try StatementFilter(request.query)
        let answers = try await reader.read(request.tenant) { terms, definitions, now in
            try filter.selection(terms, definitions, scope, now)
        }
        return try .list(answers.map { BudgetResource($0.resource, $0.spending) })
    }
}
