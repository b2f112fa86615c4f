import Terms

/// What of an entry is hashed and signed. Of what it records it holds the hash alone, so that whoever may not see that can
/// still follow the chain.
public struct ChainLink: Codable, Hashable, Sendable {
    /// Whose chain it is: an entry cannot be moved to another tenant's.
    public let tenant: TenantID
    /// Its place, from 1 and without gaps.
    public let sequence: Int64
    /// The hash of the entry before it, in hexadecimal; zeros for the first.
    public let previousHash: String
    /// SHA-256 of the canonical JSON of what it records, in hexadecimal.
    public let contentHash: String
    /// When it was signed.
    public let signedAt: Instant
    /// The key that signed it, by its name in the key set.
    public let key: String

    /// The hash before the first entry.
    public static let noHash = String(repeating: "0", count: 64)

    /// What is hashed and signed.
    public init(
        tenant: TenantID, sequence: Int64, previousHash: String, contentHash: String, signedAt: Instant, key: String
    ) {
        self.tenant = tenant
        self.sequence = sequence
        self.previousHash = previousHash
        self.contentHash = contentHash
        self.signedAt = signedAt
        self.key = key
    }
}
