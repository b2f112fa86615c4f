import Chassis
import Contracts
import Logging
import Messaging
import Metrics
import Postgres
import Terms

/// Makes runs of blocks that are past the lateness horizon, packs metrics that are, and removes the samples that a tenant no
/// longer keeps. A tenant is due a horizon after its first block or metric, and once a day from then on. Many replicas may do it:
/// a step holds the tenant's lock, and finds only what is still there.
struct Compactor: Sendable {
    /// Seconds between two looks at a tenant: each writes the row of a series and its span anew.
    static let lookSeconds: Int64 = 86_400
    /// Facts are taken from the beginning of a day on: said once a day, and read anew by everybody.
    private static let daySeconds: Int64 = 86_400
    /// Seconds after which a tenant is tried again whose blocks could not be compacted.
    private static let retrySeconds: Int64 = 3_600

    private let chassis: Chassis
    private let knowledge: Knowledge
    private let metrics: MetricPacker
    private let horizonSeconds: Int64
    private let compacted = Counter(label: "pledge_availability_compacted_samples_total")
    private let failures = Counter(label: "pledge_availability_compaction_failures_total")

    /// Works with the chassis' clock and database.
    init(chassis: Chassis, knowledge: Knowledge) {
        self.chassis = chassis
        self.knowledge = knowledge
        metrics = MetricPacker(chassis: chassis)
        horizonSeconds = chassis.configuration.horizonSeconds
    }

    /// What runs beside the routes.
    var runner: Deadlines {
        Deadlines(
            "compaction", database: chassis.workers, clock: chassis.clock, logger: chassis.logger,
            next: { _ in try await chassis.workers.query(CompactionStore.nextDue).decodeOne(Instant?.self) },
            take: { now, _ in
                try await work(at: now)
                return 0
            })
    }

    /// Measures what is left, at every scrape.
    func measure() {
        chassis.metrics.collectGauge(
            "pledge_availability_sample_blocks", help: "Hourly blocks of exact samples, as Postgres estimates their number."
        ) { [workers = chassis.workers] in
            let count = try? await workers.query(CompactionStore.estimate).decodeFirst(Int64.self)
            return count.map { [.init(Double($0))] } ?? []
        }
    }

    /// Compacts every tenant that is due.
    func work(at now: Instant) async throws {
        let due = try await chassis.workers.query(CompactionStore.dueTenants(now)).decode(TenantID.self)
        for tenant in due {
            var next = now.advanced(by: Self.lookSeconds)
            do {
                let horizon = now.advanced(by: -horizonSeconds)
                try await compact(tenant, before: horizon)
                try await metrics.pack(tenant, before: horizon)
                try await retain(tenant, at: now)
            } catch is CancellationError {
                return
            } catch {
                failures.increment()
                chassis.logger.error("compaction failed", metadata: ["tenant": "\(tenant)", "error": "\(error)"])
                next = now.advanced(by: Self.retrySeconds)
            }
            try await chassis.database.withTransaction(tenant: tenant.uuid) { [next] transaction in
                _ = try await transaction.execute([TenantLock.take(tenant)] + CompactionStore.putOff(to: next, of: tenant))
            }
        }
    }

    private func compact(_ tenant: TenantID, before horizon: Instant) async throws {
        var samples = 0
        var place: CompactionStore.Place? = .start
        while let from = place {
            try Task.checkCancellation()
            let outcome = try await chassis.database.withTransaction(tenant: tenant.uuid) { transaction in
                _ = try await transaction.query(TenantLock.take(tenant))
                let (definitions, terms) = try await knowledge.read(tenant, transaction)
                return try await CompactionTransaction(
                    tenant: tenant, transaction: transaction, definitions: definitions, counting: terms.counting,
                    horizon: horizon
                ).run(after: from)
            }
            compacted.increment(by: outcome.samples)
            samples += outcome.samples
            place = outcome.next
        }
        guard samples > 0 else { return }
        chassis.logger.info("samples compacted", metadata: ["tenant": "\(tenant)", "samples": "\(samples)"])
    }

    /// Removes samples from before the days that the tenant keeps, in whole spans. First it is said from when on facts are
    /// taken, so that nothing is derived of what is half gone; what is derived from then on finds the samples that it needs.
    private func retain(_ tenant: TenantID, at now: Instant) async throws {
        let first = try await chassis.database.withTransaction(tenant: tenant.uuid) { transaction -> Int32? in
            let rows = try await transaction.execute([TenantLock.take(tenant), CompactionStore.retention(tenant)])
            guard let days = try rows[1].decodeFirst(Int32?.self).flatMap({ $0 }) else { return nil }
            let oldest = now.advanced(by: -max(Int64(days) * Self.daySeconds, horizonSeconds)).epochSeconds
            let from = Instant(epochSeconds: oldest - oldest % Self.daySeconds)
            let (definitions, _) = try await knowledge.read(tenant, transaction)
            _ = try await transaction.query(CompactionStore.takeFacts(from: from, of: tenant))
            return StoredRuns.span(of: SeriesMerge.hour(of: from.epochSeconds - definitions.contextSeconds))
        }
        guard let first else { return }
        var removed = 0
        repeat {
            try Task.checkCancellation()
            let blocks = CompactionTransaction.blocksMaximum
            removed = try await chassis.database.withTransaction(tenant: tenant.uuid) { transaction in
                _ = try await transaction.query(TenantLock.take(tenant))
                let counting = try await knowledge.read(tenant, transaction).1.counting.sorted()
                let queries = CompactionStore.remove(before: first, blocks: blocks, counting: counting, of: tenant)
                return try await transaction.execute(queries)[0].affected
            }
        } while removed > 0
    }
}

extension ServiceConfiguration {
    /// Seconds within which late samples are exact.
    var horizonSeconds: Int64 { Int64(self[Settings.latenessHorizonDays] ?? 7) * 86_400 }
}
