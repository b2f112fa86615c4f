import Contracts
import Foundation
import Postgres

/// The lock under which a tenant's history is changed: by folding, by deadlines, by decisions, and by what other services tell.
/// Across all replicas, until the transaction ends. What it guards is read after it is held. It is taken before anything of
/// it is written: a change of facts writes the tenant's row, too.
enum TenantLock {
    /// Waits for the lock.
    static func take(_ tenant: TenantID) -> Query {
        "select pg_advisory_xact_lock(\(key(tenant)))"
    }

    /// The lock's number. Two tenants with the same one would only wait for each other.
    private static func key(_ tenant: TenantID) -> Int64 {
        withUnsafeBytes(of: tenant.uuid.uuid) { bytes in
            bytes.loadUnaligned(as: Int64.self) ^ bytes.loadUnaligned(fromByteOffset: 8, as: Int64.self)
        }
    }
}
