import Chassis
import Contracts
import Messaging
import Metrics
import Postgres
import Terms

/// Watches the error budgets of open windows: tells, once each, that so much is spent, that a promise cannot be kept any more,
/// and that what was told is not so after all. Each in the transaction that marks it as told, under the tenant's lock.
struct BudgetWatcher: Sendable {
    /// Windows that are looked at in one transaction.
    private static let batch = 100

    let chassis: Chassis
    let folder: Folder
    let knowledge: Knowledge

    /// Looks at everything that is due of a tenant.
    func settle(_ tenant: TenantID) async throws {
        // Samples that are acknowledged may say that an outage is over.
        try await folder.settle(tenant)
        while try await step(tenant) {}
    }

    /// What comes of one look at some watches.
    private struct Outcome {
        var finished: [StatementID] = []
        var carried: [(told: BudgetLevel, to: StatementKey)] = []
        var looks: [BudgetStore.Look] = []
        var events: [OutboxEvent] = []
        var news: [BudgetNews] = []
    }

    /// Looks at some; false when there were none.
    private func step(_ tenant: TenantID) async throws -> Bool {
        let now = chassis.clock.now
        let news = try await chassis.database.withTransaction(tenant: tenant.uuid) { transaction -> [BudgetNews]? in
            let rows = try await transaction.execute([
                TenantLock.take(tenant), BudgetStore.due(now, limit: Self.batch, of: tenant),
            ])
            let watches = try BudgetStore.decode(rows[1], of: tenant)
            guard !watches.isEmpty else { return nil }
            let outcome = try await look(at: watches, now, tenant, transaction)
            var writes = [BudgetStore.keep(outcome.looks, of: tenant), BudgetStore.finish(outcome.finished, of: tenant)]
            writes += outcome.carried.map { BudgetStore.carry($0.told, to: $0.to, of: tenant) }
            if !outcome.events.isEmpty { writes.append(Outbox.insert(outcome.events)) }
            _ = try await transaction.execute(writes)
            return outcome.news
        }
        for item in news ?? [] {
            Counter(label: "pledge_availability_budget_events_total", dimensions: [("threshold", item.name)]).increment()
        }
        return news != nil
    }

    private func look(
        at watches: [BudgetStore.Watch], _ now: Instant, _ tenant: TenantID, _ transaction: Transaction
    ) async throws -> Outcome {
        let (definitions, terms) = try await knowledge.read(tenant, transaction)
        let owners = try await knowledge.contracts(watches.compactMap(\.key.subscription), tenant, transaction)
        var outcome = Outcome()
        var open: [WatchedWindow] = []
        for watch in watches {
            let owner = watch.key.subscription.flatMap { owners[$0] }
            guard let (promise, window) = terms.promise(watch.key), watch.key.subscription == nil || owner != nil else {
                outcome.finished.append(watch.id)
                continue
            }
            let watched = WatchedWindow(watch: watch, promise: promise, window: window, owner: owner)
            if window.interval.end <= now {
                close(watched, among: terms.versions, &outcome)
            } else if case let opening = promise.opening(of: window), now < opening {
                outcome.looks.append(.init(id: watch.id, told: watch.told, next: opening))
            } else if !promise.judges(window, for: owner, among: terms.versions) {
                // Another version judges it now, or another contract: what changes that has it looked at again.
                outcome.looks.append(.init(id: watch.id, told: watch.told, next: window.interval.end))
            } else {
                open.append(watched)
            }
        }
        // What was told of a window that is over has to be known before the next one is looked at.
        if outcome.finished.isEmpty { try await evaluate(open, definitions, now, tenant, transaction, &outcome) }
        return outcome
    }

    /// The window is over, and its statement says the rest. Of a rolling promise the next window goes on from it.
    private func close(_ watched: WatchedWindow, among versions: [KnownVersion], _ outcome: inout Outcome) {
        outcome.finished.append(watched.watch.id)
        let next = watched.window.next(in: watched.promise.version.document.zone)
        guard watched.promise.isRolling, watched.watch.told > .little,
            watched.promise.judges(next, for: watched.owner, among: versions)
        else { return }
        outcome.carried.append((watched.watch.told, watched.promise.key(next, of: watched.owner?.contract.id)))
    }

    /// Works out budgets; what happened to their services is read once.
    private func evaluate(
        _ open: [WatchedWindow], _ definitions: Definitions, _ now: Instant, _ tenant: TenantID, _ transaction: Transaction,
        _ outcome: inout Outcome
    ) async throws {
        guard !open.isEmpty else { return }
        let wanted = definitions.stretches(of: open.map { ($0.promise, $0.window) })
        let customers = Set(open.compactMap(\.owner?.contract.customer)).sorted()
        let rows = try await transaction.execute(FactsStore.queries(wanted, customers: customers, of: tenant))
        let facts = try FactsStore.decode(rows[...], wanted)
        for item in open {
            guard let facts = facts[item.promise.service] else {
                outcome.looks.append(.init(id: item.watch.id, told: item.watch.told, next: item.window.interval.end))
                continue
            }
            let contract = item.owner?.contract
            let budget = OpenBudget(
                promise: item.promise, window: item.window, contract: contract, facts: facts.seen(by: contract?.customer))
            try tell(of: budget, item.watch, now, tenant, &outcome)
        }
    }

    private func tell(
        of budget: OpenBudget, _ watch: BudgetStore.Watch, _ now: Instant, _ tenant: TenantID, _ outcome: inout Outcome
    ) throws {
        let level = budget.level(asOf: now)
        outcome.looks.append(.init(id: watch.id, told: level, next: budget.nextLook(after: now)))
        let news = BudgetNews.of(watch.told, to: level)
        guard !news.isEmpty else { return }
        let made = budget.statement(asOf: now)
        outcome.news += news
        outcome.events += try BudgetEvents.of(news, made, tenant: tenant, at: now)
    }
}
