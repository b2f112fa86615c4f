import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// `/v1/outages`: when something was down.
struct OutageRoutes: Sendable {
    let chassis: Chassis
    let folder: Folder
    let definitions: DefinitionsCache

    var routes: [Route] {
        [
            Route(
                .get, "/v1/outages", roles: .readers,
                query: ["limit", "cursor", "service", "component", "scope", "from", "to", "open"], handler: list),
            Route(.get, "/v1/outages/{id}", roles: .readers, handler: get),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let page = try request.page()
        let scope = try await ServiceScope.of(request, chassis)
        var filter = OutageStore.Filter()
        filter.services = scope.services
        filter.customer = scope.reader
        filter.component = try request.query.key("component")
        filter.scope = try request.query.choice("scope")
        filter.from = try request.query.instant("from")
        filter.to = try request.query.instant("to")
        filter.open = try request.query.bool("open")
        if let name = request.query.text("service") {
            filter.service = try scope.service(name, await known(name, request.tenant)).id
        }
        let rows = try await folder.read(
            [OutageStore.page(filter, after: page.after?.id, limit: page.fetch, of: request.tenant)], request.tenant)
        let outages = try OutageStore.decode(rows[0])
        let keys = try await keys(of: outages, request.tenant)
        return try page.reply(
            outages, cursor: { Cursor(id: $0.id.uuid) },
            present: { $0.resource(serviceKey: keys[$0.service] ?? "", for: scope.reader) })
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let id: OutageID = try request.id()
        let scope = try await ServiceScope.of(request, chassis)
        let rows = try await folder.read([OutageStore.find(id, of: request.tenant)], request.tenant)
        guard let outage = try OutageStore.decode(rows[0]).first, scope.sees(outage) else {
            throw Problem.notFound("outage")
        }
        let keys = try await keys(of: [outage], request.tenant)
        return try .json(outage.resource(serviceKey: keys[outage.service] ?? "", for: scope.reader), version: outage.version)
    }

    private func known(_ name: String, _ tenant: TenantID) async throws -> Definitions {
        try await definitions.definitions(tenant) { $0.service(name) != nil }
    }

    private func keys(of outages: [StoredOutage], _ tenant: TenantID) async throws -> [ServiceID: String] {
        let services = Set(outages.map(\.service))
        let known = try await definitions.definitions(tenant) { known in services.allSatisfy { known.services[$0] != nil } }
        return known.services.mapValues(\.key)
    }
}
