import Chassis
import Contracts
import Messaging
import Postgres
import Terms

/// Makes statements: when a window ends, and anew when the facts of one that has ended change. Each in the transaction of its
/// event, under the tenant's lock, with its entry in the tenant's chain.
struct StatementMaker: Sendable {
    /// Statements made in one transaction.
    private static let batch = 200
    /// Revisions from before there were chains that one transaction puts into one.
    private static let adoptedMaximum = 200
    /// Windows whose statements are made when a version is published, the latest ones: five years of months, or of days.
    static let windowsMaximum = 2_000

    let chassis: Chassis
    let folder: Folder
    let knowledge: Knowledge
    let signer: ChainSigner

    /// Makes everything that is due of a tenant.
    func settle(_ tenant: TenantID) async throws {
        try await folder.settle(tenant)
        while try await step(tenant, for: nil) {}
    }

    /// Makes what somebody reads, of facts that are folded already.
    func settle(_ tenant: TenantID, for wanted: StatementWorkStore.Wanted) async throws {
        while try await step(tenant, for: wanted) {}
    }

    /// Makes a batch of what is due; true when there may be more: what did not fit, or the next window, whose end may be past as
    /// well.
    private func step(_ tenant: TenantID, for wanted: StatementWorkStore.Wanted?) async throws -> Bool {
        let now = chassis.clock.now
        return try await chassis.database.withTransaction(tenant: tenant.uuid) { transaction in
            let rows = try await transaction.execute([
                TenantLock.take(tenant), StatementWorkStore.due(now, for: wanted, limit: Self.batch, of: tenant),
                ChainStore.head(tenant), ChainStore.hasUnchained(tenant),
            ])
            let work = try StatementWorkStore.decode(rows[1])
            guard !work.isEmpty else { return false }
            let head = try ChainStore.decodeHead(rows[2])
            if try rows[3].decodeFirst(Bool.self) == true {
                try await adopt(after: head, tenant, now, transaction)
                return true
            }
            let batch = try await make(work, now, tenant, transaction)
            let writes = try [StatementWorkStore.finish(work.map(\.id), of: tenant)] + batch.writes()
            _ = try await transaction.execute(writes + chain(batch.entries, after: head, tenant, now))
            return work.count == Self.batch || work.contains { $0.reason == .windowEnded }
        }
    }

    /// Works a batch out. What happened to the services is read once for all of it.
    private func make(
        _ work: [StatementWorkStore.Work], _ now: Instant, _ tenant: TenantID, _ transaction: Transaction
    ) async throws -> StatementBatch {
        let (definitions, terms) = try await knowledge.read(tenant, transaction)
        let owners = try await knowledge.contracts(work.compactMap(\.subscription), tenant, transaction)
        let items = work.compactMap { work in terms.promise(work).map { (work: work, promise: $0.promise, window: $0.window) } }
        let wanted = definitions.stretches(of: items.map { ($0.promise, $0.window) })
        let customers = Set(owners.values.map(\.contract.customer)).sorted()
        let rows = try await transaction.execute(
            [
                StatementStore.find(work.map(\.id), of: tenant),
                HoldStore.earliest(wanted.services, customers: customers, of: tenant),
            ] + FactsStore.queries(wanted, customers: customers, of: tenant))
        let stored = try StatementStore.decode(rows[0])
        let holds = try HoldStore.Earliest(rows[1])
        let facts = try FactsStore.decode(rows[2...], wanted)
        var batch = StatementBatch(tenant, at: now)
        for (item, promise, window) in items {
            let owner = item.subscription.flatMap { owners[$0] }
            // A customer that has left has no statements of its own any more.
            guard item.subscription == nil || owner != nil, let known = facts[item.service] else { continue }
            if item.reason == .windowEnded {
                batch.schedule(Self.following(promise, window, owner, terms))
                // Since it was waited for, another version may have come to judge it, or another plan have split it.
                guard stored[item.id] == nil, promise.judges(window, for: owner, among: terms.versions) else { continue }
            }
            let isHeld = holds.holds(item.service, before: window.interval.end, for: owner?.contract.customer)
            try batch.evaluate(item, promise, window, of: owner?.contract, known, stored[item.id], isHeld: isHeld)
        }
        return batch
    }

    private func chain(_ contents: [ChainContent], after head: ChainHead, _ tenant: TenantID, _ now: Instant) throws -> [Query] {
        guard !contents.isEmpty else { return [] }
        return [try ChainStore.insert(try signer.entries(of: contents, after: head, of: tenant, at: now), of: tenant)]
    }

    /// Puts revisions that were kept before there were chains into the tenant's, a batch of them. Until all are there nothing
    /// else is made.
    private func adopt(
        after head: ChainHead, _ tenant: TenantID, _ now: Instant, _ transaction: Transaction
    ) async throws {
        let kept = try await transaction.query(ChainStore.unchained(limit: Self.adoptedMaximum, of: tenant))
        var writes = try chain(try ChainStore.decodeUnchained(kept), after: head, tenant, now)
        if kept.count < Self.adoptedMaximum { writes.append(ChainStore.allChained(tenant)) }
        _ = try await transaction.execute(writes)
    }

    /// The windows that follow one that has ended: everybody's next, or those of a contract where they are its own too.
    private static func following(
        _ promise: Promise, _ window: Window, _ owner: BoundContract?, _ terms: KnownTerms
    ) -> [StatementKey] {
        guard let owner else {
            let next = window.next(in: promise.version.document.zone)
            return promise.judges(next, among: terms.versions) ? [promise.key(next)] : []
        }
        let contract = owner.contract
        return terms.promises.filter { $0.service == contract.service && $0.version.state.agreement == contract.agreement }
            .flatMap { promise in
                owner.terms.judged(promise.window(at: window.interval.end), of: promise, among: terms.versions).compactMap {
                    judged in
                    judged.contract.map { promise.key(judged.window, of: $0.id) }
                }
            }
    }

    /// Has statements made when their windows end, and until then their error budgets watched.
    static func wait(for keys: [StatementKey], at now: Instant, of tenant: TenantID) -> [Query] {
        guard !keys.isEmpty else { return [] }
        return [StatementWorkStore.schedule(keys, of: tenant), BudgetStore.watch(keys, at: now, of: tenant)]
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
        return wait(for: keys, at: now, of: tenant)
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
        return wait(for: keys, at: now, of: tenant)
    }

    /// What has to be waited for because outages touched customers alone: every window about the service, from their first
    /// second on, whose statement is a customer's own.
    static func schedule(
        own customers: [CustomerTerms], about service: ServiceID, from start: Instant, among terms: KnownTerms, now: Instant,
        of tenant: TenantID
    ) -> [Query] {
        let promises = terms.promises.filter { $0.service == service }
        let keys = customers.flatMap { customer in
            promises.flatMap { promise -> [StatementKey] in
                guard let reach = customer.reach(under: promise) else { return [] }
                let first = promise.commitment.measure.factSpan(of: Interval(start, start)).start
                return promise.windows(
                    in: promise.stretch(from: first, to: now, kept: now), within: reach, limit: windowsMaximum
                ) { window in
                    customer.judged(window, of: promise, among: terms.versions).compactMap { judged in
                        judged.contract.map { promise.key(judged.window, of: $0.id) }
                    }
                }
            }
        }
        return wait(for: keys, at: now, of: tenant)
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
