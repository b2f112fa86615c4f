import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// `GET /v1/objectives`: what promises about speed, delivery and quality came to.
struct ObjectiveRoutes: Sendable {
    let chassis: Chassis
    let reader: ObjectiveReader

    var routes: [Route] {
        [
            Route(
                .get, "/v1/objectives", roles: .readers,
                query: ["service", "agreement", "objective", "customer", "month", "from", "to"], handler: list)
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let scope = try await ServiceScope.of(request, chassis)
        let filter = try StatementFilter(request.query, noun: "objective")
        return try .list(
            try await reader.read(request.tenant) { terms, definitions, now in
                try filter.windows(of: terms.objectives, terms.versions, definitions, scope, now).map {
                    ObjectiveWindow(promise: $0.promise, window: $0.judged.window, contract: $0.judged.contract)
                }
            })
    }
}
