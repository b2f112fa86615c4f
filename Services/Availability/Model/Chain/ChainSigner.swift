import Chassis
import Contracts
import Crypto
import Foundation
import Terms

/// Makes the entries of tenants' chains, each bound to the one before by its hash, and signs them.
struct ChainSigner: Sendable {
    /// The public parts of all keys: of the one that signs, and of those that did before.
    let published: JSONWebKeys
    private let key: Curve25519.Signing.PrivateKey
    private let name: String

    /// Signs with the first key of a private set.
    ///
    /// - Throws: ``ConfigurationError`` when the set has no usable private key.
    init(_ set: JSONWebKeys) throws(ConfigurationError) {
        guard let first = set.keys.first, let name = first.kid, !name.isEmpty, let bytes = first.d.flatMap(Base64URL.decode),
            let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes)
        else {
            throw ConfigurationError(problems: ["\(Settings.chainKeyFile.name) must name a set with a private Ed25519 key"])
        }
        self.key = key
        self.name = name
        published = set.published
    }

    /// Signs as a service is configured to.
    ///
    /// - Throws: ``ConfigurationError`` when there is no such file, or no usable key in it.
    init(_ configuration: ServiceConfiguration) throws(ConfigurationError) {
        let file = try configuration.require(Settings.chainKeyFile)
        guard let set = try? JSONWebKeys(contentsOf: URL(filePath: file)) else {
            throw ConfigurationError(problems: ["\(Settings.chainKeyFile.name) must name a set of keys that can be read"])
        }
        try self.init(set)
    }

    /// The entries that follow a chain's last one, in order.
    ///
    /// - Throws: what signing throws.
    func entries(
        of contents: [ChainContent], after head: ChainHead, of tenant: TenantID, at now: Instant
    ) throws -> [ChainEntryResource] {
        var head = head
        return try contents.map { content in
            let link = ChainLink(
                tenant: tenant, sequence: head.sequence + 1, previousHash: head.hash,
                contentHash: Digest.text(of: try PledgeJSON.encode(content)), signedAt: now, key: name)
            let bytes = try PledgeJSON.encode(link)
            head = ChainHead(sequence: link.sequence, hash: Digest.text(of: bytes))
            let signature = Base64URL.encode(try key.signature(for: bytes))
            return ChainEntryResource(link, content: content, hash: head.hash, signature: signature)
        }
    }
}
