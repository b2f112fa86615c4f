import Chassis
import Contracts
import HTTPTypes
import Postgres

/// Agreements' part of the public status pages: whose page has a key.
struct StatusPageRoutes: Sendable {
    let chassis: Chassis

    var routes: [Route] {
        [Route(.get, InternalRoutes.statusPage, access: .installation, query: ["tenant"], handler: get)]
    }

    /// A tenant that does not show its page is not told from one that there is not.
    private func get(_ request: APIRequest) async throws -> Reply {
        guard let key = try request.query.key("tenant") else { throw Problem.badQuery("tenant", "is required") }
        guard let row = try await chassis.workers.query(TenantStore.published(key: key)).first else {
            throw Problem.notFound("status page")
        }
        return try .json(PublicTenant(TenantStore.decode(row)))
    }
}
