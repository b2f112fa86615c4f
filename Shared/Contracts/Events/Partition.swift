import Foundation

/// Where an event goes: everything of a tenant is in one partition, and so in order.
public enum Partition {
    /// How many there are. Part of the contract: changing it reorders every tenant.
    public static let count = 16

    /// The partition of a tenant: FNV-1a of the id's 16 bytes, the same in every process for ever.
    public static func of(_ tenant: TenantID) -> Int {
        let hash = withUnsafeBytes(of: tenant.uuid.uuid) { bytes in
            bytes.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
        }
        // The low bits of FNV mix worst: fold the high half in before taking them.
        return Int((hash ^ (hash >> 32)) % UInt64(count))
    }

    /// The Redis stream of a service's partition. The braces make Redis Cluster place a partition by its number.
    public static func streamKey(_ partition: Int, _ service: ServiceName) -> String {
        "{\(partition)}:events:\(service.rawValue)"
    }
}
