import Chassis
import Contracts
import Messaging
import Postgres
import Terms

/// What this service keeps of what Agreements owns: tenants, customers, services, published versions, subscriptions.
struct AgreementsSubscription: Sendable {
    let chassis: Chassis
    let knowledge: Knowledge
    /// Says that something may be due sooner.
    let nudge: @Sendable () -> Void

    var subscription: Subscription {
        Subscription(consumer: "availability", from: .agreements) { on in
            on.on(TenantCreated.self) { told, event, transaction in try await keep(told.tenant, event, transaction) }
            on.on(TenantChanged.self) { told, event, transaction in try await keep(told.tenant, event, transaction) }
            on.on(TenantDeleted.self) { told, _, transaction in
                try await transaction.execute([TenantLock.take(told.id)] + TenantStore.removeEverything(of: told.id))
            }
            on.on(CustomerCreated.self) { told, event, transaction in
                try await transaction.query(TenantStore.write(told.customer, of: event.tenant))
            }
            on.on(CustomerChanged.self) { told, event, transaction in
                try await transaction.query(TenantStore.write(told.customer, of: event.tenant))
            }
            on.on(CustomerDeleted.self) { told, event, transaction in
                try await transaction.execute(
                    [TenantLock.take(event.tenant)] + TenantStore.removeCustomer(told.id, of: event.tenant)
                        + [TermsStore.bumpVersion(event.tenant)])
            }
            on.on(ServiceDefined.self) { told, event, transaction in try await define(told.service, event, transaction) }
            on.on(ServiceChanged.self) { told, event, transaction in try await define(told.service, event, transaction) }
            on.on(AgreementPublished.self) { told, event, transaction in try await agree(told.version, event, transaction) }
            on.on(AgreementEffective.self) { told, event, transaction in try await agree(told.version, event, transaction) }
            on.on(AgreementSuperseded.self) { told, event, transaction in try await agree(told.version, event, transaction) }
            on.on(AgreementScheduled.self) { told, event, transaction in
                try await schedule(told.schedule, event, transaction)
            }
            on.on(SubscriptionStarted.self) { told, event, transaction in
                try await subscribe(told.subscription, event, transaction)
            }
            on.on(SubscriptionChanged.self) { told, event, transaction in
                try await subscribe(told.subscription, event, transaction)
            }
            on.on(SubscriptionEnded.self) { told, event, transaction in
                try await subscribe(told.subscription, event, transaction)
            }
        }
    }

    /// A tenant is there, or different: it may keep samples for another time.
    private func keep(_ state: TenantState, _ event: EventEnvelope, _ transaction: Transaction) async throws {
        var writes = [TenantLock.take(state.id), TenantStore.write(state)]
        if state.sampleRetentionDays != nil { writes.append(CompactionStore.hasten(to: event.time, of: state.id)) }
        try await transaction.execute(writes)
    }

    /// A service is defined, or defined anew: what was derived since is derived again, by the new definition.
    private func define(_ state: ServiceState, _ event: EventEnvelope, _ transaction: Transaction) async throws {
        let tenant = event.tenant
        let rows = try await transaction.execute([
            TenantLock.take(tenant), DefinitionStore.version(tenant), DefinitionStore.editions(tenant),
        ])
        let before = try DefinitionStore.decode(version: rows[1], editions: rows[2]).services[state.id]
        var writes = [
            try DefinitionStore.insert(state, from: event.time, of: tenant), DefinitionStore.bumpVersion(tenant),
            UnknownSeriesStore.clear(tenant),
            BudgetStore.look(at: state.id, Interval(event.time, .latest), at: chassis.clock.now, of: tenant),
        ]
        if let before {
            let components = Set(before.everyComponent + state.components.map(\.key)).sorted()
            let again = components.map {
                Batch.Rederivation(service: state.id, component: $0, from: event.time.epochSeconds)
            }
            writes.append(BatchStore.insert(Batch(rederivations: again), by: nil, of: tenant))
        }
        try await transaction.execute(writes)
    }

    /// A version is published, comes into force, or has been given its end.
    private func agree(_ state: AgreementVersionState, _ event: EventEnvelope, _ transaction: Transaction) async throws {
        let tenant = event.tenant
        let rows = try await transaction.execute(
            [TenantLock.take(tenant), try TermsStore.write(state, of: tenant), TermsStore.bumpVersion(tenant)]
                + TermsStore.all(tenant))
        let terms = try TermsStore.decode(rows[3...], tenant: tenant)
        try await transaction.execute(
            WindowWaiting.schedule(
                state.version, of: state.agreement, among: terms, now: chassis.clock.now, of: tenant)
                + [BudgetStore.look(at: state.agreement, at: chassis.clock.now, of: tenant)])
        try await followTouched(state.agreement, terms, tenant, transaction)
        nudge()
    }

    /// A version that waits for notice has another schedule for a customer. Only the earliest of all changes what is judged,
    /// and only then are the terms read: there may be thousands of customers.
    private func schedule(_ state: AgreementScheduleState, _ event: EventEnvelope, _ transaction: Transaction) async throws {
        let tenant = event.tenant
        let rows = try await transaction.execute([
            TenantLock.take(tenant), TermsStore.firstStart(state.version, of: state.agreement, tenant),
            TermsStore.write(state, of: tenant), TermsStore.firstStart(state.version, of: state.agreement, tenant),
        ])
        let (before, after) = (try rows[1].decodeOne(Instant?.self), try rows[3].decodeOne(Instant?.self))
        let known = try await knowledge.peek(tenant, transaction)
        guard before != after else { return try await follow(state.customer, state.agreement, known, known, tenant, transaction) }
        let read = try await transaction.execute([TermsStore.bumpVersion(tenant)] + TermsStore.all(tenant))
        let terms = try TermsStore.decode(read[1...], tenant: tenant)
        try await transaction.execute(
            WindowWaiting.schedule(
                state.version, of: state.agreement, among: terms, now: chassis.clock.now, of: tenant))
        try await followTouched(state.agreement, terms, tenant, transaction)
        try await follow(state.customer, state.agreement, known, terms, tenant, transaction)
        nudge()
    }

    /// A contract has come or changed. Only where that makes statements necessary that nobody needed have others to read terms
    /// anew: there may be thousands of customers.
    private func subscribe(_ state: SubscriptionState, _ event: EventEnvelope, _ transaction: Transaction) async throws {
        let tenant = event.tenant
        let known = try await transaction.execute([TenantLock.take(tenant), ContractStore.kind(of: state.id, tenant)])[1]
        // A contract that is known may have been of another kind.
        let kinds = Set([state.kind, try ContractStore.decodeKind(known) ?? state.kind])
        let demands = ContractStore.demands(kinds, of: tenant)
        let rows = try await transaction.execute([
            demands, try ContractStore.write(state, of: tenant), demands,
            StatementWorkStore.markDirty(state.id, at: chassis.clock.now, of: tenant),
            NoticeStore.markDirty(state, at: chassis.clock.now, of: tenant),
            StatementWorkStore.markDirty(state.id, at: chassis.clock.now, of: tenant, in: .objective),
        ])
        let (before, after) = try (ContractStore.decodeDemands(rows[0]), ContractStore.decodeDemands(rows[2]))
        let terms = try await knowledge.peek(tenant, transaction)
        let (then, now) = (terms.demanding(before, of: kinds), terms.demanding(after, of: kinds))
        if Set(before) != Set(after) { try await transaction.query(TermsStore.bumpVersion(tenant)) }
        try await follow(state.customer, state.agreement, then, now, tenant, transaction)
        if rows[3...].contains(where: { $0.affected > 0 }) { nudge() }
    }

    /// Has the statements made that are customers' own because an outage or an exclusion touched them alone: what is promised
    /// about it may have come after it.
    private func followTouched(
        _ agreement: AgreementID, _ terms: KnownTerms, _ tenant: TenantID, _ transaction: Transaction
    ) async throws {
        let found = try await transaction.query(ContractStore.touched(under: agreement, tenant))
        let customers = try found.decode(CustomerID.self)
        guard !customers.isEmpty else { return }
        let bound = try ContractStore.decodeBound(
            try await transaction.execute(ContractStore.bound(customers, tenant))[...])
        try await transaction.execute(
            bound.values.flatMap {
                WindowWaiting.schedule(
                    for: $0, under: agreement, terms, terms, now: chassis.clock.now, of: tenant)
            })
    }

    /// Has the statements made that a customer needs and that were not waited for, and the budgets under the agreement looked
    /// at: what binds the customer may be another.
    private func follow(
        _ customer: CustomerID, _ agreement: AgreementID, _ known: KnownTerms, _ terms: KnownTerms, _ tenant: TenantID,
        _ transaction: Transaction
    ) async throws {
        let rows = try await transaction.execute(ContractStore.bound([customer], tenant))
        let bound = try ContractStore.decodeBound(rows[...])[customer] ?? CustomerTerms()
        let now = chassis.clock.now
        let writes = WindowWaiting.schedule(for: bound, under: agreement, known, terms, now: now, of: tenant)
        let looks = try await transaction.execute(writes + [BudgetStore.look(at: agreement, at: now, of: tenant)]).last
        if !writes.isEmpty || looks?.affected ?? 0 > 0 { nudge() }
    }
}
