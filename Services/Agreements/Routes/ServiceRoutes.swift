import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// `/v1/services`: the catalogue.
struct ServiceRoutes: Sendable {
    private static let taken = "another service has this key"
    let chassis: Chassis

    var routes: [Route] {
        [
            Route(.get, "/v1/services", roles: .readers, query: ["limit", "cursor", "key"], handler: list),
            Route(.post, "/v1/services", roles: .managers, body: .json(maximumBytes: Bounds.definitionBytes), handler: create),
            Route(.get, "/v1/services/{id}", roles: .readers, handler: get),
            Route(
                .put, "/v1/services/{id}", roles: .managers, body: .json(maximumBytes: Bounds.definitionBytes), handler: replace),
        ]
    }

    private func present(_ service: ServiceState, to caller: Caller) -> ServiceResource {
        ServiceResource(service, withSources: caller.customer == nil)
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let page = try request.page()
        let query = ServiceStore.page(
            key: try request.query.key("key"), visibleTo: request.caller.customer, after: page.after?.id, limit: page.fetch)
        let rows = try await chassis.database.query(query, tenant: request.tenant.uuid).map(ServiceStore.decode)
        return try page.reply(rows, cursor: { Cursor(id: $0.id.uuid) }, present: { present($0, to: request.caller) })
    }

    private func create(_ request: APIRequest) async throws -> Reply {
        let draft = try request.read { ServiceDraft($0) }
        return try await chassis.create(request, taken: Self.taken) { transaction, now in
            let service = draft.service(id: ServiceID(), at: now)
            try await refuseClashes(service, request, transaction)
            _ = try await transaction.execute([
                try ServiceStore.insert(service, of: request.tenant, by: request.caller.principal),
                try request.tell(ServiceDefined(service: service), about: service.id, at: now),
            ])
            return try .created(
                present(service, to: request.caller), location: "/v1/services/\(service.id)", version: service.revision)
        }
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let find = ServiceStore.find(try request.id(), visibleTo: request.caller.customer)
        let service = try await chassis.findOne(request, "service", find, decode: ServiceStore.decode)
        return try .json(present(service, to: request.caller), version: service.revision)
    }

    private func replace(_ request: APIRequest) async throws -> Reply {
        let find = ServiceStore.find(try request.id())
        let draft = try request.read { ServiceDraft($0) }
        return try await chassis.change(
            request, "service", taken: Self.taken, find: find, decode: ServiceStore.decode
        ) { transaction, old, now in
            let service = draft.applied(to: old, at: now)
            try await refuseClashes(service, request, transaction)
            _ = try await transaction.execute([
                try ServiceStore.update(service, by: request.caller.principal),
                try request.tell(ServiceChanged(service: service), about: service.id, at: now),
            ])
            return try .json(present(service, to: request.caller), version: service.revision)
        }
    }

    /// A Prometheus series speaks for one component of the tenant, in whichever service.
    private func refuseClashes(_ service: ServiceState, _ request: APIRequest, _ transaction: Transaction) async throws {
        let results = try await transaction.execute([
            ServiceStore.lockCatalogue(of: request.tenant), ServiceStore.others(than: service.id),
        ])
        let clashes = SelectorClash.between(service.components, and: try results[1].map(ServiceStore.decode))
        guard clashes.isEmpty else {
            throw Problem.validation(clashes.map { FieldError(pointer: "#/components/\($0.second)/source", detail: $0.detail) })
        }
    }
}
