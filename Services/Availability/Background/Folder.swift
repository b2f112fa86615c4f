import Chassis
import Contracts
import Foundation
import Logging
import Metrics
import Postgres
import ServiceLifecycle
import Terms

/// Turns acknowledged batches into timelines and outages: at once when this process has taken a batch, by sweeping when another
/// left one behind. Whoever reads asks it first to fold what was acknowledged before.
final class Folder: Service {
    /// Milliseconds between sweeps for batches that other processes left.
    private static let sweepMilliseconds = 1_000
    /// Tenants that are folded at once: one fold keeps one CPU busy.
    private static let concurrency = 2
    /// Seconds that a reader waits for what was acknowledged before it.
    private static let patienceSeconds = 8

    private let chassis: Chassis
    private let knowledge: Knowledge
    private let gate = TenantGate()
    private let queue = TenantQueue()
    private let folded: Counter
    private let batches: Counter
    private let forgotten: Counter
    private let failures: Counter
    private let horizonSeconds: Int64
    /// Told after every fold that changed anything.
    private let changed: @Sendable () -> Void

    /// A folder; `changed` is called when deadlines may have changed.
    init(chassis: Chassis, knowledge: Knowledge, changed: @escaping @Sendable () -> Void) {
        self.chassis = chassis
        self.knowledge = knowledge
        self.changed = changed
        horizonSeconds = chassis.configuration.horizonSeconds
        folded = Counter(label: "pledge_availability_folded_samples_total")
        batches = Counter(label: "pledge_availability_folded_batches_total")
        forgotten = Counter(label: "pledge_availability_forgotten_samples_total")
        failures = Counter(label: "pledge_availability_fold_failures_total")
    }

    /// A batch of the tenant was committed.
    func wake(_ tenant: TenantID) {
        queue.add(tenant)
    }

    /// Folds everything of the tenant that is committed now.
    ///
    /// - Throws: 503 when there is more than can be folded while a reader waits.
    func settle(_ tenant: TenantID) async throws {
        let deadline = ContinuousClock.now + .seconds(Self.patienceSeconds)
        try await gate.enter(tenant) {
            while try await self.fold(tenant).isFull {
                guard ContinuousClock.now < deadline else {
                    throw Problem.unavailable(
                        "measurements that were acknowledged are still being worked in", retryAfterSeconds: 2)
                }
            }
        }
    }

    /// Runs reads of a tenant that see everything that was acknowledged before: in one round trip when nothing waits.
    func read(_ queries: [Query], _ tenant: TenantID) async throws -> [Rows] {
        let rows = try await chassis.database.execute([BatchStore.latest(tenant)] + queries, tenant: tenant.uuid)
        guard try rows[0].decodeOne(Int64?.self) != nil else { return Array(rows.dropFirst()) }
        try await settle(tenant)
        return try await chassis.database.execute(queries, tenant: tenant.uuid)
    }

    /// Runs until the process is told to stop. What is not folded then is folded by whoever runs next.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                group.addTask { await self.sweep() }
                for _ in 0..<Self.concurrency { group.addTask { await self.work() } }
            }
        }
    }

    private func work() async {
        while let tenant = await queue.next() {
            do {
                try await gate.enter(tenant) { while try await self.fold(tenant).isFull {} }
            } catch is CancellationError {
                return
            } catch {
                failures.increment()
                chassis.logger.error("fold failed", metadata: ["tenant": "\(tenant)", "error": "\(error)"])
            }
        }
    }

    private func sweep() async {
        while !Task.isCancelled {
            do {
                let rows = try await chassis.workers.query(BatchStore.waitingTenants(limit: 1_000))
                for tenant in try rows.decode(TenantID.self) { queue.add(tenant) }
            } catch {
                chassis.logger.warning("sweep failed", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: .milliseconds(Self.sweepMilliseconds))
        }
    }

    private func fold(_ tenant: TenantID) async throws -> FoldTransaction.Outcome {
        let now = chassis.clock.now
        let outcome = try await chassis.database.withTransaction(tenant: tenant.uuid) { transaction in
            let rows = try await transaction.execute([
                TenantLock.take(tenant), DefinitionStore.version(tenant),
                BatchStore.take(tenant, samples: FoldTransaction.samplesMaximum, batches: FoldTransaction.batchesMaximum),
            ])
            let batches = try rows[2].decode((Int64, Data, String?).self)
            guard !batches.isEmpty else { return FoldTransaction.Outcome(batches: 0, samples: 0, isFull: false) }
            let version = try rows[1].decodeFirst(Int64.self) ?? 0
            let known = try await self.knowledge.definitions.definitions(tenant, version: version, in: transaction)
            return try await FoldTransaction(
                tenant: tenant, transaction: transaction, definitions: known, knowledge: self.knowledge, now: now,
                horizonSeconds: self.horizonSeconds
            ).run(batches)
        }
        if outcome.batches > 0 {
            folded.increment(by: outcome.samples)
            batches.increment(by: outcome.batches)
            forgotten.increment(by: outcome.forgotten)
            changed()
        }
        return outcome
    }
}
