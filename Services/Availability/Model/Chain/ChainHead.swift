import Contracts

/// The last entry of a tenant's chain.
struct ChainHead: Hashable, Sendable {
    /// Its place; 0 where there is none yet.
    let sequence: Int64
    /// Its hash.
    let hash: String

    /// Before the first entry.
    static let none = ChainHead(sequence: 0, hash: ChainLink.noHash)
}
