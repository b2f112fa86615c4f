import Chassis
import Contracts
import Postgres
import Terms

/// Makes what objectives came to.
struct ObjectiveMaker: ResultMaker {
    /// A month of minutes of eight objectives, some 100 MB of measurements, is as much as a reader may ask for.
    static let batch = 8
    static var windows: AwaitedWindows<Objective> { AwaitedWindows(promises: \.objectives) }

    let chassis: Chassis
    let folder: Folder
    let knowledge: Knowledge
    let signer: ChainSigner

    func make(
        _ work: [StatementWorkStore.Work], _ now: Instant, _ tenant: TenantID, _ transaction: Transaction
    ) async throws -> RevisionBatch<MadeObjective> {
        let (definitions, terms) = try await knowledge.read(tenant, transaction)
        let owners = try await knowledge.contracts(work.compactMap(\.subscription), tenant, transaction)
        let items = work.compactMap { work -> (work: StatementWorkStore.Work, window: ObjectiveWindow)? in
            let owner = work.subscription.flatMap { owners[$0] }
            // A customer that has left has no results of its own any more.
            guard let (promise, window) = terms.objective(work), work.subscription == nil || owner != nil else { return nil }
            return (work, ObjectiveWindow(promise: promise, window: window, contract: owner?.contract))
        }
        let stretches = definitions.stretches(covering: items.map { ($0.window.promise.service, $0.window.window.interval) })
        let customers = Set(owners.values.map(\.contract.customer)).sorted()
        let rows = try await transaction.execute([
            ObjectiveStore.find(work.map(\.id), of: tenant),
            ExclusionStore.approved(stretches, customers: customers, of: tenant),
            MetricStore.find(items.map(\.window).stretches, of: tenant),
        ])
        let stored = try ObjectiveStore.decode(rows[0])
        let facts = MetricBook(try MetricStore.decode(rows[2]), excluding: try ExclusionStore.decode(rows[1]))
        var batch = RevisionBatch<MadeObjective>(tenant, at: now)
        for item in work where item.isOfTerms { batch.schedule(Self.awaited(item, owners, terms, now)) }
        for (item, window) in items {
            let owner = item.subscription.flatMap { owners[$0] }
            if item.reason == .windowEnded {
                batch.schedule(Self.windows.following(window.promise, window.window, owner, terms))
                // Since it was waited for, another version may have come to judge it, or another plan have split it.
                guard stored[item.id] == nil, window.promise.judges(window.window, for: owner, among: terms.versions) else {
                    continue
                }
            }
            try batch.evaluate(item, stored[item.id], isHeld: false) { revision, reason, isSettled in
                let resource = facts.judge(
                    window, asOf: item.window.end, revision: revision, reason: reason, isSettled: isSettled)
                return MadeObjective(key: window.key, resource: resource)
            }
        }
        return batch
    }

    /// What was agreed before results were kept has all its windows waited for.
    private static func awaited(
        _ work: StatementWorkStore.Work, _ owners: [SubscriptionID: BoundContract], _ terms: KnownTerms, _ now: Instant
    ) -> [StatementKey] {
        guard let contract = work.subscription else {
            return windows.published(work.version, of: work.agreement, among: terms, now: now)
        }
        guard let customer = owners[contract]?.terms else { return [] }
        return windows.bound(customer, under: work.agreement, terms, terms, now: now)
    }
}

extension StatementWorkStore.Work {
    /// Whether it is about no window, but about all of a version or of a contract.
    fileprivate var isOfTerms: Bool { commitment.isEmpty }
}
