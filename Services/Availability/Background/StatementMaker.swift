import Chassis
import Contracts
import Messaging
import Postgres
import Terms

/// Makes statements: when a window ends, and anew when the facts of one that has ended change. Each in the transaction of its
/// event, under the tenant's lock.
struct StatementMaker: Sendable {
    /// Statements made in one transaction.
    private static let batch = 50
    /// Windows whose statements are made when a version is published, the latest ones: five years of months, or of days.
    static let windowsMaximum = 2_000

    let chassis: Chassis
    let folder: Folder
    let knowledge: Knowledge

    /// Makes everything that is due of a tenant; with `force` also what is only left to settle.
    func settle(_ tenant: TenantID, force: Bool) async throws {
        try await folder.settle(tenant)
        while try await step(tenant, force: force) {}
    }

    /// Makes some of it; true when there may be more: what did not fit, or the next window, whose end may be past as well.
    private func step(_ tenant: TenantID, force: Bool) async throws -> Bool {
        let now = chassis.clock.now
        return try await chassis.database.withTransaction(tenant: tenant.uuid) { transaction in
            let rows = try await transaction.execute([
                TenantLock.take(tenant), StatementStore.due(now, force: force, limit: Self.batch, of: tenant),
            ])
            let work = try StatementStore.decodeWork(rows[1])
            guard !work.isEmpty else { return false }
            let (definitions, terms) = try await knowledge.read(tenant, transaction)
            let stored = try StatementStore.decode(
                try await transaction.query(StatementStore.find(work.map(\.id), of: tenant)))
            let contracts = try await contracts(of: work, tenant, transaction)
            var writes: [Query] = [StatementStore.finish(work.map(\.id), of: tenant)]
            for item in work {
                let contract = item.subscription.flatMap { contracts[$0] }
                // A customer that has left has no statements of its own any more.
                guard item.subscription == nil || contract != nil else { continue }
                writes += try await make(item, contract, definitions, terms, stored[item.id], now, tenant, transaction)
            }
            _ = try await transaction.execute(writes)
            return work.count == Self.batch || work.contains { $0.reason == .windowEnded }
        }
    }

    /// The contracts whose own statements have to be made.
    private func contracts(
        of work: [StatementStore.Work], _ tenant: TenantID, _ transaction: Transaction
    ) async throws -> [SubscriptionID: KnownSubscription] {
        let ids = Set(work.compactMap(\.subscription))
        guard !ids.isEmpty else { return [:] }
        let found = try ContractStore.decode(try await transaction.query(ContractStore.find(ids.sorted(), of: tenant)))
        return Dictionary(found.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    private func make(
        _ work: StatementStore.Work, _ contract: KnownSubscription?, _ definitions: Definitions, _ terms: KnownTerms,
        _ stored: StatementStore.Stored?, _ now: Instant, _ tenant: TenantID, _ transaction: Transaction
    ) async throws -> [Query] {
        guard let (promise, window) = terms.promise(work), let service = definitions.services[work.service] else { return [] }
        var writes: [Query] = []
        if work.reason == .windowEnded {
            if contract == nil {
                let next = window.next(in: promise.version.document.zone)
                if promise.judges(next, among: terms.versions) {
                    writes.append(StatementStore.schedule([promise.key(next)], of: tenant))
                }
            }
            if let contract { writes += try await following(contract, window, terms, tenant, transaction) }
            guard stored == nil, contract != nil || promise.judges(window, among: terms.versions) else { return writes }
        }
        let rows = try await transaction.execute(
            FactsStore.queries(
                service, window.interval, customers: contract.map { [$0.customer] } ?? [], of: tenant))
        let facts = try FactsStore.decode(rows[...], service, window.interval)
        let isSettled = window.interval.end.advanced(by: StatementStore.settlingSeconds) <= now
        let reason: StatementStore.Reason = work.reason == .settled ? .measurements : work.reason
        let made = MadeStatement(
            promise, window, of: contract, facts: facts, asOf: window.interval.end, revision: (stored?.revision ?? 0) + 1,
            reason: reason.rawValue, isSettled: isSettled)
        var settling = made.resource
        if made.fingerprint != stored?.fingerprint {
            writes += try StatementStore.write(made, reason: reason, at: now, of: tenant)
            writes.append(Outbox.insert([try event(made, tenant, now)]))
        } else if let stored {
            settling = try stored.resource()
        }
        guard isSettled else { return writes + [StatementStore.settle(made.key, of: tenant)] }
        if try stored?.resource().state != .final {
            settling = settling.settled
            writes.append(try StatementStore.settled(settling, at: now, of: tenant))
            let final = StatementFinal(statement: settling, countedDown: made.countedDown)
            writes.append(Outbox.insert([try OutboxEvent(final, tenant: tenant, subject: settling.id.description, at: now)]))
        }
        return writes
    }

    /// The statements of the window after one that a contract had of its own, where these are its own too.
    private func following(
        _ contract: KnownSubscription, _ window: Window, _ terms: KnownTerms, _ tenant: TenantID, _ transaction: Transaction
    ) async throws -> [Query] {
        let rows = try await transaction.execute([
            ContractStore.find(of: contract.customer, tenant), ContractStore.schedules(of: contract.customer, tenant),
        ])
        let customer = try ContractStore.decode(contracts: rows[0], schedules: rows[1])
        let keys = terms.promises.filter { $0.service == contract.service && $0.version.state.agreement == contract.agreement }
            .flatMap { promise in
                customer.judged(promise.window(at: window.interval.end), of: promise, among: terms.versions).compactMap {
                    judged in
                    judged.contract.map { promise.key(judged.window, of: $0.id) }
                }
            }
        return keys.isEmpty ? [] : [StatementStore.schedule(keys, of: tenant)]
    }

    private func event(_ made: MadeStatement, _ tenant: TenantID, _ now: Instant) throws -> OutboxEvent {
        let subject = made.key.id.description
        if made.resource.revision == 1 {
            let first = StatementProvisional(statement: made.resource, countedDown: made.countedDown)
            return try OutboxEvent(first, tenant: tenant, subject: subject, at: now)
        }
        let later = StatementRestated(statement: made.resource, countedDown: made.countedDown)
        return try OutboxEvent(later, tenant: tenant, subject: subject, at: now)
    }

    /// What has to be waited for when a version was published or has another start: every window that it judges from its start
    /// (or from five years ago) to now, and the one after.
    static func schedule(
        _ number: Int, of agreement: AgreementID, among terms: KnownTerms, now: Instant, of tenant: TenantID
    ) -> [Query] {
        let keys = terms.promises.flatMap { promise -> [StatementKey] in
            guard promise.version.state.agreement == agreement, promise.version.state.version == number,
                let reach = promise.reach
            else { return [] }
            return promise.windows(
                in: promise.stretch(from: reach.start, to: now, kept: now), among: terms.versions, limit: windowsMaximum
            )
            .map { promise.key($0) }
        }
        return keys.isEmpty ? [] : [StatementStore.schedule(keys, of: tenant)]
    }

    /// What has to be waited for beside ``schedule(_:of:among:now:of:)`` because a contract of a customer has come or changed:
    /// what nobody needed before, and what is the customer's own.
    ///
    /// - Parameters:
    ///   - known: the terms before, whose statements are waited for already.
    ///   - terms: the terms as the contract makes them.
    static func schedule(
        for customer: CustomerTerms, under agreement: AgreementID, _ known: KnownTerms, _ terms: KnownTerms, now: Instant,
        of tenant: TenantID
    ) -> [Query] {
        let keys = terms.promises.flatMap { promise -> [StatementKey] in
            guard promise.version.state.agreement == agreement, let reach = customer.reach(under: promise) else { return [] }
            let before = known.promises.first { $0.isSame(as: promise) }
            // What is known to change later makes statements of its own then, which no earlier one would schedule.
            let last = min(customer.lastChange ?? now, now.advanced(by: Promise.historyDays * 86_400))
            return promise.windows(
                in: promise.stretch(from: reach.start, to: max(now, last), kept: now), within: reach, limit: windowsMaximum
            ) { window in
                customer.judged(window, of: promise, among: terms.versions).filter {
                    $0.contract != nil || before?.judges(window, among: known.versions) != true
                }.map { promise.key($0.window, of: $0.contract?.id) }
            }
        }
        return keys.isEmpty ? [] : [StatementStore.schedule(keys, of: tenant)]
    }
}

extension Promise {
    /// From an instant (or from five years before `now`) to the end of the window after the one that holds `to` or begins
    /// then: the window that runs when somebody is bound may be another's, and then the next one is its first.
    fileprivate func stretch(from start: Instant, to end: Instant, kept now: Instant) -> Interval {
        let running = window(at: max(end, start))
        return Interval(
            max(start, now.advanced(by: -Promise.historyDays * 86_400)), running.next(in: version.document.zone).interval.end)
    }
}
