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
        while try await step(tenant, force: force) == Self.batch {}
    }

    private func step(_ tenant: TenantID, force: Bool) async throws -> Int {
        let now = chassis.clock.now
        return try await chassis.database.withTransaction(tenant: tenant.uuid) { transaction in
            let rows = try await transaction.execute([
                TenantLock.take(tenant), StatementStore.due(now, force: force, limit: Self.batch, of: tenant),
            ])
            let work = try StatementStore.decodeWork(rows[1])
            guard !work.isEmpty else { return 0 }
            let (definitions, terms) = try await knowledge.read(tenant, transaction)
            let stored = try StatementStore.decode(
                try await transaction.query(StatementStore.find(work.map(\.id), of: tenant)))
            var writes: [Query] = [StatementStore.finish(work.map(\.id), of: tenant)]
            for item in work {
                writes += try await make(item, definitions, terms, stored[item.id], now, tenant, transaction)
            }
            _ = try await transaction.execute(writes)
            return work.count
        }
    }

    private func make(
        _ work: StatementStore.Work, _ definitions: Definitions, _ terms: KnownTerms, _ stored: StatementStore.Stored?,
        _ now: Instant, _ tenant: TenantID, _ transaction: Transaction
    ) async throws -> [Query] {
        guard let promise = terms.promise(work), let service = definitions.services[work.service],
            let window = promise.window(from: work.window)
        else { return [] }
        var writes: [Query] = []
        if work.reason == .windowEnded {
            let next = window.next(in: promise.version.document.zone)
            if promise.judges(next, among: terms.versions) {
                writes.append(StatementStore.schedule([promise.key(next)], of: tenant))
            }
            guard stored == nil, promise.judges(window, among: terms.versions) else { return writes }
        }
        let rows = try await transaction.execute(FactsStore.queries(service, window.interval, of: tenant))
        let facts = try FactsStore.decode(rows[...], service, window.interval)
        let isSettled = window.interval.end.advanced(by: StatementStore.settlingSeconds) <= now
        let reason: StatementStore.Reason = work.reason == .settled ? .measurements : work.reason
        let made = MadeStatement(
            promise, window, facts: facts, asOf: window.interval.end, revision: (stored?.revision ?? 0) + 1,
            reason: reason.rawValue, isSettled: isSettled)
        var settling = made.resource
        if made.fingerprint != stored?.fingerprint {
            writes += try StatementStore.write(made, reason: reason, at: now, of: tenant)
            writes.append(Outbox.insert([try event(made, tenant, now)]))
        } else if let stored {
            settling = try stored.resource()
        }
        guard isSettled else { return writes + [StatementStore.settle(promise.key(window), of: tenant)] }
        if try stored?.resource().state != .final {
            settling = settling.settled
            writes.append(try StatementStore.settled(settling, at: now, of: tenant))
            let final = StatementFinal(statement: settling, countedDown: made.countedDown)
            writes.append(Outbox.insert([try OutboxEvent(final, tenant: tenant, subject: settling.id.description, at: now)]))
        }
        return writes
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
        let version = terms.versions.first { $0.state.agreement == agreement && $0.state.version == number }
        guard let force = version?.force else { return [] }
        let start = max(force.start, now.advanced(by: -Promise.historyDays * 86_400))
        let promises = terms.promises.filter {
            $0.version.state.agreement == agreement && $0.version.state.version == number
        }
        let keys = promises.flatMap { promise in
            // The window that runs when the version comes into force may be another's: then the next one is its first.
            let running = promise.window(at: max(now, force.start))
            let end = running.next(in: promise.version.document.zone).interval.end
            return promise.windows(in: Interval(start, end), among: terms.versions, limit: windowsMaximum).map { promise.key($0) }
        }
        return keys.isEmpty ? [] : [StatementStore.schedule(keys, of: tenant)]
    }
}

extension KnownTerms {
    /// The promise that work is about.
    func promise(_ work: StatementStore.Work) -> Promise? {
        promises.first {
            $0.version.state.agreement == work.agreement && $0.version.state.version == work.version
                && $0.commitment.id == work.commitment && $0.service == work.service
        }
    }
}

extension Promise {
    /// The window of this promise that covers exactly that time.
    func window(from interval: Interval) -> Window? {
        let window = self.window(at: interval.end.advanced(by: -1))
        return window.interval == interval ? window : nil
    }

    /// The window of this promise that begins at an instant.
    func window(startingAt start: Instant) -> Window? {
        guard let days = commitment.window.rollingDays else {
            let window = self.window(at: start)
            return window.interval.start == start ? window : nil
        }
        let zone = version.document.zone
        let end = zone.startOfDay(zone.date(at: start).adding(days: Int64(days)))
        let window = Window.ending(at: end, kind: commitment.window, zone: zone)
        return window.interval.start == start ? window : nil
    }
}
