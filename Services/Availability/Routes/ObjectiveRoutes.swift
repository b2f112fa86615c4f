import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// `/v1/objectives`: what promises about speed, delivery and quality came to.
struct ObjectiveRoutes: Sendable {
    let chassis: Chassis
    let reader: ObjectiveReader

    var routes: [Route] {
        [
            Route(
                .get, "/v1/objectives", roles: .readers,
                query: ["service", "agreement", "objective", "customer", "month", "from", "to"], handler: list),
            Route(.get, "/v1/objectives/{id}", roles: .readers, handler: get),
            Route(.get, "/v1/objectives/{id}/revisions", roles: .readers, handler: revisions),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let scope = try await ServiceScope.of(request, chassis)
        let filter = try StatementFilter(request.query, noun: "objective")
        return try .list(
            try await reader.read(request.tenant) { terms, definitions, now in
                let windows = try filter.windows(of: terms.objectives, terms.versions, definitions, scope, now)
                return .init(windows: windows.map { ObjectiveWindow($0.promise, $0.judged) })
            })
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let found = try await find(request)
        return try .json(found, version: found.shownVersion)
    }

    private func revisions(_ request: APIRequest) async throws -> Reply {
        let found = try await find(request)
        guard found.revision > 0 else {
            return try .list([StatementRevision(body: try PledgeJSON.encodeText(found), chain: [])])
        }
        return try .list(try await RevisionReader(chassis: chassis).read(found.id.kept, .objective, request.tenant))
    }

    private func find(_ request: APIRequest) async throws -> ObjectiveResource {
        let id: ObjectiveID = try request.id()
        let scope = try await ServiceScope.of(request, chassis)
        if let found = try await find(id.kept, scope, request) { return found }
        // It may be one customer's own.
        if scope.customer == nil,
            let owner = try await chassis.database.query(
                StatementStore.owner(of: id.kept, in: .objective, request.tenant), tenant: request.tenant.uuid
            )
            .decodeFirst(CustomerID.self),
            let found = try await find(id.kept, try await ServiceScope.of(owner, request, chassis), request)
        {
            return found
        }
        throw Problem.notFound("objective")
    }

    private func find(_ id: StatementID, _ scope: ServiceScope, _ request: APIRequest) async throws -> ObjectiveResource? {
        try await reader.read(request.tenant) { terms, _, _ in
            for promise in terms.objectives where scope.sees(promise) {
                if let judged = scope.judged(id, of: promise, among: terms.versions) {
                    return .init(windows: [ObjectiveWindow(promise, judged)])
                }
            }
            // The result of a version that has since been taken over is still there to be read by the tenant's people.
            return .init(ids: scope.customer == nil ? [id] : [])
        }.first
    }
}

extension ObjectiveWindow {
    fileprivate init(_ promise: ObjectivePromise, _ judged: CustomerTerms.Judged) {
        self.init(promise: promise, window: judged.window, contract: judged.contract)
    }
}
