import Contracts
import JWTKit
import Terms

/// Signs access tokens. Only Agreements has the private keys.
public struct TokenSigner: Sendable {
    /// The public parts of all keys, for `/.well-known/jwks.json`.
    public let published: JSONWebKeys
    private let keys: JWTKeyCollection
    private let kid: JWKIdentifier

    /// Signs with the first key of a private set.
    ///
    /// - Throws: ``ConfigurationError`` when the set has no usable private key.
    public init(_ set: JSONWebKeys) async throws {
        guard let first = set.keys.first, let kid = first.kid, !kid.isEmpty, let d = first.d,
            let key = try? EdDSA.PrivateKey(d: d, curve: .ed25519)
        else {
            throw ConfigurationError(problems: ["\(Settings.signingKeyFile.name) must name a set with a private Ed25519 key"])
        }
        self.kid = JWKIdentifier(string: kid)
        self.keys = await JWTKeyCollection().add(eddsa: key, kid: self.kid)
        self.published = set.published
    }

    /// A token for a caller, good from `now` for ``AccessClaims/lifetimeSeconds``.
    ///
    /// - Throws: what signing throws.
    public func sign(_ caller: Caller, now: Instant) async throws -> String {
        try await sign(AccessClaims(caller: caller, now: now))
    }

    /// A token with these claims.
    ///
    /// - Throws: what signing throws.
    public func sign(_ claims: AccessClaims) async throws -> String {
        try await keys.sign(claims, kid: kid, header: ["typ": "at+jwt"])
    }
}
