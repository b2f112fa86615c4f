import Chassis
import Contracts
import HTTPTypes
import Messaging
import Postgres
import Terms

/// `/v1/exclusions`: time that somebody proposes not to count, and somebody else decides on.
struct ExclusionRoutes: Sendable {
    /// The longest body of a proposal, in bytes: one that names as many customers as it may takes some 70 kB of it.
    private static let proposalMaximum = 131_072

    let chassis: Chassis
    let knowledge: Knowledge
    /// Says that something may be due sooner.
    let nudge: @Sendable () -> Void

    var routes: [Route] {
        [
            Route(
                .get, "/v1/exclusions", roles: .staff, query: ["limit", "cursor", "service", "state", "from", "to"], handler: list
            ),
            Route(.post, "/v1/exclusions", roles: .staff, body: .json(maximumBytes: Self.proposalMaximum), handler: propose),
            Route(.get, "/v1/exclusions/{id}", roles: .staff, handler: get),
            Route(.post, "/v1/exclusions/{id}/decision", roles: .deciders, body: .json(maximumBytes: 16_384), handler: decide),
            Route(
                .post, "/v1/exclusions/{id}/withdrawal", roles: .staff, body: .json(maximumBytes: 16_384), handler: withdraw),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        var filter = ExclusionStore.Filter()
        filter.state = try request.query.choice("state")
        filter.from = try request.query.instant("from")
        filter.to = try request.query.instant("to")
        filter.service = try await ServiceScope(customer: nil).service(asked: request, knowledge.definitions)
        return try await chassis.list(request, id: \.id.uuid, decode: ExclusionStore.decode) {
            ExclusionStore.page(filter, after: $0, limit: $1, of: request.tenant)
        }
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let find = ExclusionStore.find(try request.id(), of: request.tenant)
        let item = try await chassis.findOne(request, "exclusion", find, decode: ExclusionStore.decode)
        return try .json(item, version: item.version)
    }

    private func propose(_ request: APIRequest) async throws -> Reply {
        let draft = try request.read { ExclusionDraft($0) }
        let now = chassis.clock.now
        let service = try await service(of: draft, request.tenant)
        let customers = try await customers(of: draft, request.tenant)
        let item = draft.resource(service, customers, by: request.caller.principal, at: now)
        return try await chassis.idempotent(request) { transaction in
            _ = try await transaction.execute([
                TenantLock.take(request.tenant), ExclusionStore.write(item, of: request.tenant),
                Outbox.insert([try tell(ExclusionProposed(exclusion: item), item, request, now)]),
            ])
            return try .created(item, location: "/v1/exclusions/\(item.id)", version: item.version)
        }
    }

    private func decide(_ request: APIRequest) async throws -> Reply {
        let decision = try request.read { ExclusionDecision($0) }
        return try await change(request) { old, now in
            let item = try decision.apply(to: old, by: request.caller.principal, at: now)
            return (item, try tell(ExclusionDecided(exclusion: item), item, request, now))
        }
    }

    private func withdraw(_ request: APIRequest) async throws -> Reply {
        let withdrawal = try request.read { ExclusionWithdrawal($0) }
        return try await change(request) { old, now in
            let item = try withdrawal.apply(to: old, by: request.caller, at: now)
            return (item, try tell(ExclusionWithdrawn(exclusion: item), item, request, now))
        }
    }

    /// Puts another state in place of the one that an exclusion is in, and has made anew what that changes.
    private func change(
        _ request: APIRequest,
        _ changed: (ExclusionResource, Instant) throws -> (item: ExclusionResource, event: OutboxEvent)
    ) async throws -> Reply {
        let id: ExclusionID = try request.id()
        let now = chassis.clock.now
        let reply = try await chassis.idempotent(request) { transaction in
            let rows = try await transaction.execute([
                TenantLock.take(request.tenant), ExclusionStore.find(id, of: request.tenant) + " for update",
            ])
            guard let row = rows[1].first else { throw Problem.notFound("exclusion") }
            let old = try ExclusionStore.decode(row)
            let (item, event) = try changed(old, now)
            var writes = [ExclusionStore.write(item, of: request.tenant), Outbox.insert([event])]
            if old.state == .approved || item.state == .approved {
                writes += try await restate(item, request, now, transaction)
            }
            _ = try await transaction.execute(writes)
            return try .json(item, version: item.version)
        }
        nudge()
        return reply
    }

    /// Has made, and made anew, what an exclusion counts in that was approved, or counted in until it was withdrawn.
    private func restate(
        _ item: ExclusionResource, _ request: APIRequest, _ now: Instant, _ transaction: Transaction
    ) async throws -> [Query] {
        let (tenant, principal) = (request.tenant, request.caller.principal)
        let time = Interval(item.from, item.to)
        guard let customers = item.customers else {
            return [ResultKind.statement, .objective].map { kind in
                StatementWorkStore.markDirty(
                    service: item.service, time, reason: .exclusion, by: principal, at: now, of: tenant, in: kind)
            } + [BudgetStore.look(at: item.service, time, at: now, of: tenant)]
        }
        // What was a customer's own stays so when it is withdrawn.
        if item.state == .approved { _ = try await transaction.query(CustomerExclusionStore.insert(item, of: tenant)) }
        let rows = try await transaction.execute(ContractStore.bound(customers, tenant))
        let (_, terms) = try await knowledge.read(tenant, transaction)
        return CustomerRestatement(
            touch: .exclusion, service: item.service, time: time, customers: customers, principal: principal
        ).writes(try ContractStore.decodeBound(rows[...]), terms, at: now, of: tenant)
    }

    /// The service that a proposal is about; nil for all.
    private func service(of draft: ExclusionDraft, _ tenant: TenantID) async throws -> KnownService? {
        guard let name = draft.service else { return nil }
        let known = try await knowledge.definitions.definitions(tenant) { known in
            (try? Scope.service(name, draft.components, known)) != nil
        }
        return try Scope.service(name, draft.components, known)
    }

    /// The customers whom a proposal names; nil for everybody.
    private func customers(of draft: ExclusionDraft, _ tenant: TenantID) async throws -> [CustomerID]? {
        guard let names = draft.customers else { return nil }
        let find = TenantStore.customers(called: Set(names), of: tenant)
        return try draft.customers(
            among: try TenantStore.decodeCustomers(try await chassis.database.query(find, tenant: tenant.uuid)))
    }

    private func tell(
        _ payload: some EventPayload, _ item: ExclusionResource, _ request: APIRequest, _ now: Instant
    ) throws -> OutboxEvent {
        try OutboxEvent(
            payload, tenant: request.tenant, subject: item.id.description, traceparent: request.traceparent.description, at: now)
    }
}
