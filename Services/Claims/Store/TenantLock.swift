import Contracts
import Foundation
import Postgres

/// The lock under which a tenant's claims and credits change: by requests, by events, by the clock. Across all replicas, until
/// the transaction ends; so a claim that comes while its statement settles is seen by one of the two. Read after it is held.
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
