import Chassis
import Contracts
import Messaging
import Postgres
import Terms

/// Makes statements, and has them waited for.
struct StatementMaker: ResultMaker {
    static let batch = 200
    static var windows: AwaitedWindows<AvailabilityCommitment> { AwaitedWindows(promises: \.promises) }

    let chassis: Chassis
    let folder: Folder
    let knowledge: Knowledge
    let signer: ChainSigner

    /// What happened to the services is read once for all of it.
    func make(
        _ work: [StatementWorkStore.Work], _ now: Instant, _ tenant: TenantID, _ transaction: Transaction
    ) async throws -> RevisionBatch<MadeStatement> {
        let due = try await DueWindows(work, Self.windows, knowledge, tenant, transaction)
        let wanted = due.definitions.stretches(of: due.items.map { ($0.promise, $0.window) })
        let customers = Set(due.owners.values.map(\.contract.customer)).sorted()
        let rows = try await transaction.execute(
            [
                StatementStore.find(work.map(\.id), of: tenant),
                HoldStore.earliest(wanted.services, customers: customers, of: tenant),
            ] + FactsStore.queries(wanted, customers: customers, of: tenant))
        let stored = try StatementStore.decode(rows[0])
        let holds = try HoldStore.Earliest(rows[1])
        let facts = try FactsStore.decode(rows[2...], wanted)
        var batch = RevisionBatch<MadeStatement>(tenant, at: now)
        for item in due.items {
            let (work, owner) = (item.work, item.owner?.contract)
            guard let known = facts[work.service] else { continue }
            batch.schedule(due.following(item))
            guard due.isJudged(item, isKept: stored[work.id] != nil) else { continue }
            let isHeld = holds.holds(
                work.service, before: work.window.end, for: owner?.customer,
                weighing: item.promise.commitment.measure.kind == .affectedUsers)
            try batch.evaluate(work, stored[work.id], isHeld: isHeld) { revision, reason, isSettled in
                MadeStatement(
                    item.promise, item.window, of: owner, facts: known, asOf: work.window.end, revision: revision,
                    reason: reason, isSettled: isSettled)
            }
        }
        return batch
    }
}
