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
        var batch = RevisionBatch<MadeStatement>(tenant, at: now)
        for (item, promise, window) in items {
            let owner = item.subscription.flatMap { owners[$0] }
            // A customer that has left has no statements of its own any more.
            guard item.subscription == nil || owner != nil, let known = facts[item.service] else { continue }
            if item.reason == .windowEnded {
                batch.schedule(Self.windows.following(promise, window, owner, terms))
                // Since it was waited for, another version may have come to judge it, or another plan have split it.
                guard stored[item.id] == nil, promise.judges(window, for: owner, among: terms.versions) else { continue }
            }
            let isHeld = holds.holds(item.service, before: window.interval.end, for: owner?.contract.customer)
            try batch.evaluate(item, stored[item.id], isHeld: isHeld) { revision, reason, isSettled in
                MadeStatement(
                    promise, window, of: owner?.contract, facts: known, asOf: window.interval.end, revision: revision,
                    reason: reason, isSettled: isSettled)
            }
        }
        return batch
    }
}
