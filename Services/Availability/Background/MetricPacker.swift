import Chassis
import Contracts
import Logging
import Metrics
import Postgres
import Terms

/// Packs metrics that are past the lateness horizon, a row a stream and day. Many replicas may do it: a step holds the tenant's
/// lock, and finds only what is still there.
struct MetricPacker: Sendable {
    private let chassis: Chassis
    private let packed = Counter(label: "pledge_availability_packed_metrics_total")

    /// Works with the chassis' database.
    init(chassis: Chassis) {
        self.chassis = chassis
    }

    /// Packs what a tenant has of days that were over before the horizon.
    func pack(_ tenant: TenantID, before horizon: Instant) async throws {
        var metrics = 0
        var place: MetricBlockStore.Place? = .start
        while let from = place {
            try Task.checkCancellation()
            let outcome = try await chassis.database.withTransaction(tenant: tenant.uuid) { transaction in
                _ = try await transaction.query(TenantLock.take(tenant))
                return try await MetricPackingTransaction(tenant: tenant, transaction: transaction, horizon: horizon)
                    .run(after: from)
            }
            packed.increment(by: outcome.packed)
            metrics += outcome.packed
            place = outcome.next
        }
        guard metrics > 0 else { return }
        chassis.logger.info("metrics packed", metadata: ["tenant": "\(tenant)", "metrics": "\(metrics)"])
    }
}
