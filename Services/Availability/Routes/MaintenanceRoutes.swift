import Chassis
import Contracts
import HTTPTypes
import Messaging
import Postgres
import Terms

/// `/v1/maintenance`: what is announced, changed and called off.
struct MaintenanceRoutes: Sendable {
    let chassis: Chassis
    let knowledge: Knowledge
    /// Says that something may be due sooner.
    let nudge: @Sendable () -> Void

    var routes: [Route] {
        [
            Route(
                .get, "/v1/maintenance", roles: .readers, query: ["limit", "cursor", "service", "state", "from", "to"],
                handler: list),
            Route(.post, "/v1/maintenance", roles: .operations, body: .json(maximumBytes: 16_384), handler: announce),
            Route(.get, "/v1/maintenance/{id}", roles: .readers, handler: get),
            Route(.put, "/v1/maintenance/{id}", roles: .operations, body: .json(maximumBytes: 16_384), handler: change),
            Route(.delete, "/v1/maintenance/{id}", roles: .operations, handler: cancel),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let scope = try await ServiceScope.of(request, chassis)
        var filter = MaintenanceStore.Filter()
        filter.services = scope.services
        filter.state = try request.query.choice("state")
        filter.from = try request.query.instant("from")
        filter.to = try request.query.instant("to")
        filter.service = try await scope.service(asked: request, knowledge.definitions)
        return try await chassis.list(request, id: \.id.uuid, decode: MaintenanceStore.decode) {
            MaintenanceStore.page(filter, after: $0, limit: $1, of: request.tenant)
        }
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let scope = try await ServiceScope.of(request, chassis)
        let find = MaintenanceStore.find(try request.id(), of: request.tenant)
        guard let row = try await chassis.database.query(find, tenant: request.tenant.uuid).first,
            case let item = try MaintenanceStore.decode(row), scope.sees(item.service)
        else { throw Problem.notFound("maintenance") }
        return try .json(item, version: item.version)
    }

    private func announce(_ request: APIRequest) async throws -> Reply {
        let draft = try request.read { MaintenanceDraft($0) }
        let now = chassis.clock.now
        if let announced = draft.announcedAt {
            guard request.caller.has(.admin) else {
                throw Problem.validation("#/announced_at", "only an admin records an announcement that was made before")
            }
            guard announced <= now else { throw Problem.validation("#/announced_at", "must not be in the future") }
        }
        let known = try await knowledge.definitions.definitions(request.tenant) { known in
            (try? Scope.service(draft.service, draft.components, known)) != nil
        }
        let service = try Scope.service(draft.service, draft.components, known)
        let item = draft.resource(service, by: request.caller.principal, at: now)
        let reply = try await chassis.idempotent(request) { transaction in
            try await write(item, over: nil, MaintenanceAnnounced(maintenance: item), request, now, transaction)
            let answer = try await warn(item, request, now, transaction)
            return try .created(answer, location: "/v1/maintenance/\(item.id)", version: item.version)
        }
        nudge()
        return reply
    }

    private func change(_ request: APIRequest) async throws -> Reply {
        let change = try request.read { MaintenanceChange($0) }
        return try await replace(request) { old, now in
            guard old.state != .cancelled else { throw Problem.conflict("the maintenance was cancelled") }
            guard old.covered.count < MaintenanceRules.coversMaximum else {
                throw Problem.conflict("the maintenance was changed too often: cancel it and announce another")
            }
            let new = MaintenanceRules.change(old, from: change.from, to: change.to, title: change.title, at: now)
            return (new, MaintenanceChanged(maintenance: new))
        }
    }

    private func cancel(_ request: APIRequest) async throws -> Reply {
        try await replace(request) { old, now in
            guard old.state != .cancelled else { throw Problem.conflict("the maintenance was cancelled") }
            let new = MaintenanceRules.cancel(old, at: now)
            return (new, MaintenanceCancelled(maintenance: new))
        }
    }

    private func replace(
        _ request: APIRequest, _ make: (MaintenanceResource, Instant) throws -> (MaintenanceResource, any EventPayload)
    ) async throws -> Reply {
        let id: MaintenanceID = try request.id()
        let now = chassis.clock.now
        let reply = try await chassis.database.withTransaction(tenant: request.tenant.uuid) { transaction in
            let rows = try await transaction.execute([
                TenantLock.take(request.tenant), MaintenanceStore.find(id, of: request.tenant) + " for update",
            ])
            guard let row = rows[1].first else { throw Problem.notFound("maintenance") }
            let old = try MaintenanceStore.decode(row)
            try request.requireMatch(version: old.version)
            let (new, payload) = try make(old, now)
            try await write(new, over: old, payload, request, now, transaction)
            guard new.state != .cancelled else { return try Reply.json(new, version: new.version) }
            return try Reply.json(try await warn(new, request, now, transaction), version: new.version)
        }
        nudge()
        return reply
    }

    /// What is answered to whoever announces or changes maintenance, with what agreements would not forgive; the tenant's own
    /// people are told of that, too.
    private func warn(
        _ item: MaintenanceResource, _ request: APIRequest, _ now: Instant, _ transaction: Transaction
    ) async throws -> AnnouncedMaintenance {
        let forecasts = MaintenanceForecasts(knowledge: knowledge)
        let warnings = try await forecasts.warnings(of: item, request.tenant, now, transaction)
        if !warnings.isEmpty {
            let event = try OutboxEvent(
                MaintenanceWarned(maintenance: item, warnings: warnings), tenant: request.tenant,
                subject: item.id.description, traceparent: request.traceparent.description, at: now)
            _ = try await transaction.query(Outbox.insert([event]))
        }
        return AnnouncedMaintenance(maintenance: item, warnings: warnings)
    }

    /// Writes maintenance, tells of it, and has the closed statements that it touches made anew.
    private func write(
        _ item: MaintenanceResource, over old: MaintenanceResource?, _ payload: some EventPayload, _ request: APIRequest,
        _ now: Instant, _ transaction: Transaction
    ) async throws {
        let touched = Interval(min(item.from, old?.from ?? item.from), max(item.to, old?.to ?? item.to))
        var events = [
            try OutboxEvent(
                payload, tenant: request.tenant, subject: item.id.description, traceparent: request.traceparent.description,
                at: now)
        ]
        if item.state != .cancelled {
            let down = try await transaction.query(OutageStore.componentsDown(through: item, of: request.tenant))
            events += try MaintenanceTelling.passed(
                from: old?.state ?? .announced, item, down: try down.decode(String.self), request.tenant, now)
        }
        _ = try await transaction.execute([
            TenantLock.take(request.tenant), try MaintenanceStore.write(item, of: request.tenant), Outbox.insert(events),
            StatementWorkStore.markDirty(
                service: item.service, touched, reason: .maintenance, by: request.caller.principal, at: now, of: request.tenant),
            BudgetStore.look(at: item.service, touched, at: now, of: request.tenant),
        ])
    }
}
