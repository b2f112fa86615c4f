import Chassis
import Contracts
import Messaging
import Postgres
import Terms

/// Does what is due without a request: outages that end because nothing more was heard, maintenance that begins and ends,
/// windows that end, error budgets that are spent. Rows say when; whichever replica finds one due first does it, in the transaction of its event.
struct DueWork: Sendable {
    private let chassis: Chassis
    private let folder: Folder
    private let statements: StatementMaker
    private let objectives: ObjectiveMaker
    private let budgets: BudgetWatcher
    private let knowledge: Knowledge
    private let wake: Wake

    /// Works with the chassis' clock and database; `wake` is rung when something may be due sooner.
    init(
        chassis: Chassis, folder: Folder, statements: StatementMaker, objectives: ObjectiveMaker, budgets: BudgetWatcher,
        knowledge: Knowledge, wake: Wake
    ) {
        self.chassis = chassis
        self.folder = folder
        self.statements = statements
        self.objectives = objectives
        self.budgets = budgets
        self.knowledge = knowledge
        self.wake = wake
    }

    /// What runs beside the routes.
    var runner: Deadlines {
        Deadlines(
            "availability", database: chassis.workers, clock: chassis.clock, logger: chassis.logger, wake: wake,
            next: { _ in try await chassis.workers.query(Self.nextDue).decodeOne(Instant?.self) },
            take: { now, _ in
                try await work(at: now)
                return 0
            })
    }

    /// Does everything that is due.
    func work(at now: Instant) async throws {
        let rows = try await chassis.workers.execute([
            OutageStore.dueTenants(now), MaintenanceStore.dueTenants(now), StatementWorkStore.dueTenants(now),
            BudgetStore.dueTenants(now), StatementWorkStore.dueTenants(now, in: .objective),
        ])
        for tenant in try rows[0].decode(TenantID.self) { try await closeOutages(tenant) }
        for tenant in try rows[1].decode(TenantID.self) { try await passMaintenance(tenant) }
        for tenant in try rows[2].decode(TenantID.self) { try await statements.settle(tenant) }
        for tenant in try rows[3].decode(TenantID.self) { try await budgets.settle(tenant) }
        for tenant in try rows[4].decode(TenantID.self) { try await objectives.settle(tenant) }
    }

    private func closeOutages(_ tenant: TenantID) async throws {
        // Samples that are acknowledged may say that it goes on.
        try await folder.settle(tenant)
        let now = chassis.clock.now
        try await chassis.database.withTransaction(tenant: tenant.uuid) { transaction in
            let rows = try await transaction.execute([TenantLock.take(tenant), OutageStore.due(now, of: tenant)])
            let due = try OutageStore.decode(rows[1])
            guard !due.isEmpty else { return }
            let (definitions, _) = try await knowledge.read(tenant, transaction)
            let closed = due.map { outage in
                var outage = outage
                outage.state = .closed
                outage.version += 1
                outage.updatedAt = now
                return OutageReconciliation.Action(outage: outage, change: .closed)
            }
            let events = try closed.flatMap { action in
                let key = definitions.services[action.outage.service]?.key ?? ""
                return try OutageEvents.of([action], serviceKey: key, tenant: tenant, now: now)
            }
            _ = try await transaction.execute([OutageStore.write(closed.map(\.outage), of: tenant), Outbox.insert(events)])
        }
    }

    private func passMaintenance(_ tenant: TenantID) async throws {
        // Samples that are acknowledged may say that it is not over.
        try await folder.settle(tenant)
        let now = chassis.clock.now
        try await chassis.database.withTransaction(tenant: tenant.uuid) { transaction in
            let rows = try await transaction.execute([TenantLock.take(tenant), MaintenanceStore.due(now, of: tenant)])
            let due = try MaintenanceStore.decode(rows[1])
            guard !due.isEmpty else { return }
            let down = try await transaction.execute(due.map { OutageStore.componentsDown(through: $0, of: tenant) })
            var writes: [Query] = []
            for (old, down) in zip(due, down) {
                let new = MaintenanceRules.pass(old, at: now)
                writes.append(try MaintenanceStore.write(new, of: tenant))
                let events = try MaintenanceTelling.passed(
                    from: old.state, new, down: try down.decode(String.self), tenant, now)
                if !events.isEmpty { writes.append(Outbox.insert(events)) }
            }
            _ = try await transaction.execute(writes)
        }
    }

    private static let nextDue: Query = """
        select least(
            (select min(ends_at) from outages where state = 'open'), (select min(due_at) from maintenance),
            (select min(due_at) from statement_work), (select min(due_at) from objective_work),
            (select min(due_at) from budget_watches))
        """
}
