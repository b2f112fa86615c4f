import Contracts
import Foundation
import Postgres

/// SQL of `measurement_batches`: what was acknowledged and is not folded yet.
enum BatchStore {
    /// Samples that may wait to be folded, a tenant: past it, senders are told to come again. Folding is faster than that in
    /// the long run; this bounds what a crash leaves to do, and the disk.
    static let backlogMaximum: Int64 = 4_000_000

    /// Keeps a batch, if the definitions that it was placed by are still the tenant's and not too much waits already. One row
    /// affected when they are.
    static func insert(
        _ batch: Batch, _ payload: [UInt8], by sender: String, definitions version: Int64, of tenant: TenantID
    ) -> Query {
        """
        insert into measurement_batches (tenant_id, samples, payload, sent_by)
        select \(tenant), \(Int32(clamping: batch.sampleCount)), \(payload), \(sender)
        where exists (select from known_tenants where tenant_id = \(tenant) and definitions_version = \(version))
            and \(backlogMaximum) > (
                select coalesce(sum(samples::bigint), 0) from measurement_batches where tenant_id = \(tenant))
        """
    }

    /// Keeps a batch that the service makes itself; `principal` is who decided that it does, nil for nobody.
    static func insert(_ batch: Batch, by principal: String?, of tenant: TenantID) -> Query {
        """
        insert into measurement_batches (tenant_id, samples, payload, sent_by)
        values (\(tenant), \(Int32(clamping: batch.sampleCount)), \(batch.encoded()), \(principal))
        """
    }

    /// The oldest batches, as many as hold `samples` together, and at least one.
    static func take(_ tenant: TenantID, samples: Int, batches: Int) -> Query {
        """
        select id, payload, sent_by from (
            select id, payload, sent_by, sum(samples::bigint) over (order by id) - samples as before from (
                select id, payload, sent_by, samples from measurement_batches where tenant_id = \(tenant) order by id limit \(batches)
            ) as oldest
        ) as counted where before < \(samples) order by id
        """
    }

    /// Removes batches whose effect is in the same transaction.
    static func delete(_ ids: [Int64], of tenant: TenantID) -> Query {
        "delete from measurement_batches where tenant_id = \(tenant) and id = any(\(ids))"
    }

    /// The number of the latest batch that waits; null when none does.
    static func latest(_ tenant: TenantID) -> Query {
        "select max(id) from measurement_batches where tenant_id = \(tenant)"
    }

    /// The number of the oldest batch that waits; null when none does.
    static func oldest(_ tenant: TenantID) -> Query {
        "select min(id) from measurement_batches where tenant_id = \(tenant)"
    }

    /// How many wait.
    static func count(_ tenant: TenantID) -> Query {
        "select count(*) from measurement_batches where tenant_id = \(tenant)"
    }

    /// The tenants for which batches wait. For the worker's role.
    static func waitingTenants(limit: Int) -> Query {
        "select distinct tenant_id from measurement_batches limit \(limit)"
    }
}
