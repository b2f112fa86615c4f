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
        let due = try await DueWindows(work, Self.windows, knowledge, tenant, transaction)
        let windows = due.items.map {
            ObjectiveWindow(promise: $0.promise, window: $0.window, contract: $0.owner?.contract)
        }
        let stretches = due.definitions.stretches(covering: windows.map { ($0.promise.service, $0.window.interval) })
        let customers = Set(due.owners.values.map(\.contract.customer)).sorted()
        let rows = try await transaction.execute(
            [
                ObjectiveStore.find(work.map(\.id), of: tenant),
                ExclusionStore.approved(stretches, customers: customers, of: tenant),
            ] + MetricStore.find(windows.stretches, of: tenant))
        let stored = try ObjectiveStore.decode(rows[0])
        let facts = MetricBook(try MetricStore.decode(rows[2...]), excluding: try ExclusionStore.decode(rows[1]))
        var batch = RevisionBatch<MadeObjective>(tenant, at: now)
        for item in work where item.isOfTerms { batch.schedule(Self.awaited(item, due, now)) }
        for (item, window) in zip(due.items, windows) {
            let work = item.work
            batch.schedule(due.following(item))
            guard due.isJudged(item, isKept: stored[work.id] != nil) else { continue }
            try batch.evaluate(work, stored[work.id], isHeld: false) { revision, reason, isSettled in
                let resource = facts.judge(
                    window, asOf: work.window.end, revision: revision, reason: reason, isSettled: isSettled)
                return MadeObjective(key: window.key, resource: resource)
            }
        }
        return batch
    }

    /// What was agreed before results were kept has all its windows waited for.
    private static func awaited(
        _ work: StatementWorkStore.Work, _ due: DueWindows<Objective>, _ now: Instant
    ) -> [StatementKey] {
        guard let contract = work.subscription else {
            return windows.published(work.version, of: work.agreement, among: due.terms, now: now)
        }
        guard let customer = due.owners[contract]?.terms else { return [] }
        return windows.bound(customer, under: work.agreement, due.terms, due.terms, now: now)
    }
}

extension StatementWorkStore.Work {
    /// Whether it is about no window, but about all of a version or of a contract.
    fileprivate var isOfTerms: Bool { commitment.isEmpty }
}
