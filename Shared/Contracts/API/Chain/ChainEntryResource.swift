import Terms

/// An entry of a tenant's chain: `ChainLink`'s members, what it records, its hash and its signature.
public struct ChainEntryResource: Codable, Hashable, Sendable {
    /// Whose chain it is.
    public let tenant: TenantID
    /// Its place, from 1 and without gaps.
    public let sequence: Int64
    /// The hash of the entry before it, in hexadecimal; zeros for the first.
    public let previousHash: String
    /// SHA-256 of the canonical JSON of `content`, in hexadecimal.
    public let contentHash: String
    /// What it records; absent for whoever may not see that.
    public let content: ChainContent?
    /// When it was signed.
    public let signedAt: Instant
    /// The key that signed it.
    public let key: String
    /// SHA-256 of the link's canonical JSON, in hexadecimal.
    public let hash: String
    /// The Ed25519 signature of the same bytes, base64url.
    public let signature: String

    /// An entry of its parts.
    public init(_ link: ChainLink, content: ChainContent?, hash: String, signature: String) {
        tenant = link.tenant
        sequence = link.sequence
        previousHash = link.previousHash
        contentHash = link.contentHash
        self.content = content
        signedAt = link.signedAt
        key = link.key
        self.hash = hash
        self.signature = signature
    }

    /// What was hashed and signed.
    public var link: ChainLink {
        ChainLink(
            tenant: tenant, sequence: sequence, previousHash: previousHash, contentHash: contentHash, signedAt: signedAt, key: key
        )
    }

    /// The same entry for whoever may not see what it records.
    public var withoutContent: ChainEntryResource {
        ChainEntryResource(link, content: nil, hash: hash, signature: signature)
    }
}
