import Chassis
import Contracts
import HTTPTypes
import Messaging
import Postgres
import Terms

/// `/v1/incidents`: operational events with updates.
struct IncidentRoutes: Sendable {
    let desk: IncidentDesk

    var routes: [Route] {
        [
            Route(
                .get, "/v1/incidents", roles: .readers, query: ["limit", "cursor", "service", "status", "open"], handler: list),
            Route(.post, "/v1/incidents", roles: .operations, body: .json(maximumBytes: Bounds.textBytes), handler: declare),
            Route(.get, "/v1/incidents/{id}", roles: .readers, handler: get),
            Route(.get, "/v1/incidents/{id}/updates", roles: .readers, query: ["limit", "cursor"], handler: updates),
            Route(
                .post, "/v1/incidents/{id}/updates", roles: .operations, body: .json(maximumBytes: Bounds.textBytes),
                handler: update),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let page = try request.page()
        let filter = IncidentStore.Filter(
            customer: request.caller.customer, service: try request.query.id("service"),
            status: try request.query.choice("status"), isOpen: try request.query.bool("open"))
        let now = desk.chassis.clock.now
        let query = IncidentStore.page(filter, after: page.after?.id, limit: page.fetch, of: request.tenant)
        let shown = try await desk.chassis.database.withTransaction(tenant: request.tenant.uuid) { transaction in
            var shown: [IncidentResource] = []
            for kept in try await transaction.query(query).map(IncidentStore.decode) {
                let file = try await desk.file(kept, request.tenant, transaction)
                shown.append(file.machine.resource(at: now, file.terms))
            }
            return shown
        }
        return try page.reply(shown, cursor: { Cursor(id: $0.id.uuid) })
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let find = IncidentStore.find(try request.id(), visibleTo: request.caller.customer, of: request.tenant)
        let now = desk.chassis.clock.now
        return try await desk.chassis.database.withTransaction(tenant: request.tenant.uuid) { transaction in
            guard let row = try await transaction.query(find).first else { throw Problem.notFound("incident") }
            let file = try await desk.file(try IncidentStore.decode(row), request.tenant, transaction)
            return try .json(file.machine.resource(at: now, file.terms))
        }
    }

    private func updates(_ request: APIRequest) async throws -> Reply {
        let page = try request.page()
        let id: IncidentID = try request.id()
        let rows = try await desk.chassis.database.execute(
            [
                IncidentStore.find(id, visibleTo: request.caller.customer, of: request.tenant),
                IncidentStore.updates(of: id, after: page.after?.id, limit: page.fetch, request.tenant),
            ], tenant: request.tenant.uuid)
        guard !rows[0].isEmpty else { throw Problem.notFound("incident") }
        return try page.reply(try rows[1].map(IncidentStore.decodeUpdate), cursor: { Cursor(id: $0.id.uuid) })
    }

    private func declare(_ request: APIRequest) async throws -> Reply {
        let now = desk.chassis.clock.now
        let draft = try request.read { IncidentDraft($0, now: now) }
        var written: IncidentWriting?
        let reply = try await desk.chassis.idempotent(request) { transaction in
            let services = try await services(draft.services, request.tenant, transaction)
            let terms = try await desk.terms(for: services.map(\.id), at: now, request.tenant, transaction)
            if let priority = draft.priority, !terms.keys.contains(priority) {
                throw IncidentRefusal.noSuchPriority(terms.keys).problem
            }
            let incident = IncidentResource(
                id: IncidentID(), services: services.map(\.id), serviceKeys: services.map(\.key), title: draft.title,
                priority: draft.priority, status: .investigating, origin: .declared,
                published: terms.isPublished(draft.priority),
                countsAsDown: terms.countsAsDown(draft.priority) ?? draft.isDown, startedAt: draft.startedAt ?? now,
                declaredAt: now, declaredBy: request.caller.principal, revision: 1, updatedAt: now)
            let (machine, actions) = IncidentMachine.declare(
                incident, text: draft.text, by: request.caller.principal, terms)
            let file = IncidentDesk.File(machine: machine, terms: terms)
            written = try await desk.write(file, actions, of: request.tenant, at: now, transaction)
            return try .created(machine.resource(at: now, terms), location: "/v1/incidents/\(incident.id)")
        }
        if let written { await desk.settled(written) }
        return reply
    }

    private func update(_ request: APIRequest) async throws -> Reply {
        let id: IncidentID = try request.id()
        let draft = try request.read { IncidentUpdateDraft($0) }
        let now = desk.chassis.clock.now
        var written: IncidentWriting?
        let reply = try await desk.chassis.idempotent(request) { transaction in
            let find = IncidentStore.find(id, of: request.tenant) + " for update"
            guard let row = try await transaction.query(find).first else { throw Problem.notFound("incident") }
            var file = try await desk.file(try IncidentStore.decode(row), request.tenant, transaction)
            let actions = try refusing { () throws(IncidentRefusal) in
                try file.machine.say(draft, by: request.caller.principal, at: now, file.terms)
            }
            written = try await desk.write(file, actions, of: request.tenant, at: now, transaction)
            let said = actions.compactMap { if case .say(let update) = $0 { update } else { nil } }
            guard let update = said.last else { throw Problem.internalError }
            return try .json(update, status: .created)
        }
        if let written { await desk.settled(written) }
        return reply
    }

    /// What the model refuses is a problem of the API.
    private func refusing<Value>(_ body: () throws(IncidentRefusal) -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw error.problem
        }
    }

    private func services(
        _ names: [String], _ tenant: TenantID, _ transaction: Transaction
    ) async throws -> [ServiceState] {
        let rows = try await transaction.execute(names.map { KnownStore.service($0, of: tenant) })
        var errors: [FieldError] = []
        var services: [ServiceState] = []
        for (index, found) in rows.enumerated() {
            if let service = try found.first?.decode(JSONText.self).decode(ServiceState.self) {
                if !services.contains(where: { $0.id == service.id }) { services.append(service) }
            } else {
                errors.append(FieldError(pointer: "#/services/\(index)", detail: "there is no such service"))
            }
        }
        guard errors.isEmpty else { throw Problem.validation(errors) }
        return services
    }
}
