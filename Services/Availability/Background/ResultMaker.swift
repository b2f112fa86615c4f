import Chassis
import Contracts
import Messaging
import Postgres
import Terms

/// Makes what is kept of windows: when one ends, and anew when the facts of one that has ended change. Each in the transaction of
/// its event, under the tenant's lock, with its entry in the tenant's chain.
protocol ResultMaker: Sendable {
    associatedtype Made: StoredKind

    var chassis: Chassis { get }
    var folder: Folder { get }
    var knowledge: Knowledge { get }
    var signer: ChainSigner { get }
    /// Windows that are made in one transaction.
    static var batch: Int { get }

    /// Works a batch out.
    func make(
        _ work: [StatementWorkStore.Work], _ now: Instant, _ tenant: TenantID, _ transaction: Transaction
    ) async throws -> RevisionBatch<Made>
}

/// Revisions from before there were chains that one transaction puts into one.
private let adoptedMaximum = 200

extension ResultMaker {
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
                TenantLock.take(tenant),
                StatementWorkStore.due(now, for: wanted, limit: Self.batch, of: tenant, in: Made.kind),
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
            let writes = try [StatementWorkStore.finish(work.map(\.id), in: Made.kind, of: tenant)] + batch.writes()
            _ = try await transaction.execute(writes + chain(batch.entries, after: head, tenant, now))
            return work.count == Self.batch || work.contains { $0.reason == .windowEnded }
        }
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
        let kept = try await transaction.query(ChainStore.unchained(limit: adoptedMaximum, of: tenant))
        var writes = try chain(try ChainStore.decodeUnchained(kept), after: head, tenant, now)
        if kept.count < adoptedMaximum { writes.append(ChainStore.allChained(tenant)) }
        _ = try await transaction.execute(writes)
    }
}
