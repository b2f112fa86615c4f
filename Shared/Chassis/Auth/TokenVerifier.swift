import Contracts
import EventLoop
import Foundation
import JWTKit
import Logging
import Terms

/// Verifies access tokens: signature by a known key, type, issuer, audience, times.
///
/// The algorithm is ours to choose, never the token's: only EdDSA keys are loaded, and only `EdDSA` is taken. An unknown key
/// id has the key file read again, at most once a minute; when that fails the old keys stay.
public final class TokenVerifier: Sendable {
    /// A token that has been verified.
    public struct Verified: Sendable {
        /// Who asks.
        public let caller: Caller
        /// From when on the token is not good.
        public let expiresAt: Instant
        /// Identifies the token.
        public let tokenID: String
    }

    /// Seconds that clocks may differ by.
    public static let leewaySeconds: Int64 = 30
    /// Seconds between two readings of the key file.
    public static let reloadSeconds: Int64 = 60
    /// Verified tokens that are remembered, so that a signature is computed once and not with every request.
    public static let maximumRemembered = 4096
    /// The longest token in bytes.
    public static let maximumTokenBytes = 4096

    private struct State {
        var algorithms: [String: any JWTAlgorithm] = [:]
        var loadedAt: Instant?
        var remembered: [String: Verified] = [:]
    }

    private let file: URL?
    private let clock: any PledgeClock
    private let logger: Logger
    private let state = Locked(State())

    /// Verifies with the keys of a file, which may not be there yet.
    public init(file: URL?, clock: any PledgeClock, logger: Logger) {
        self.file = file
        self.clock = clock
        self.logger = logger
    }

    /// Whether there is a key at all.
    public var hasKeys: Bool { state.withLock { !$0.algorithms.isEmpty } }

    /// Reads the key file. What cannot be used is skipped and logged; when nothing can, the old keys stay.
    public func load() async {
        state.withLock { $0.loadedAt = clock.now }
        guard let file else { return }
        do {
            try await use(JSONWebKeys(contentsOf: file))
        } catch {
            logger.warning(
                "the key set cannot be read; keys stay as they are", metadata: ["file": "\(file.path)", "error": "\(error)"])
        }
    }

    /// Verifies with these keys from now on; keys without a name or with another algorithm are left out.
    ///
    /// - Throws: when no key of the set can be used.
    public func use(_ set: JSONWebKeys) async throws {
        var algorithms: [String: any JWTAlgorithm] = [:]
        for key in set.keys {
            guard let kid = key.kid, !kid.isEmpty, key.kty == "OKP", key.crv == "Ed25519", key.alg == "EdDSA" else { continue }
            let collection = JWTKeyCollection()
            await collection.add(eddsa: try EdDSA.PublicKey(x: key.x, curve: .ed25519), kid: JWKIdentifier(string: kid))
            algorithms[kid] = try await collection.getKey(for: JWKIdentifier(string: kid))
        }
        guard !algorithms.isEmpty else {
            throw ConfigurationError(problems: ["the key set has no Ed25519 key with kid and alg"])
        }
        let loaded = algorithms
        state.withLock { state in
            state.algorithms = loaded
            state.remembered = [:]
        }
    }

    /// Verifies a token.
    ///
    /// - Throws: 401 when it is not good, without saying more than a client may know.
    public func verify(_ token: String) async throws(Problem) -> Verified {
        let now = clock.now
        if let known = state.withLock({ $0.remembered[token] }) {
            guard now < known.expiresAt.advanced(by: Self.leewaySeconds) else { throw .unauthorized("the token has expired") }
            return known
        }
        let verified = try await check(token, now: now)
        state.withLock { state in
            if state.remembered.count >= Self.maximumRemembered { state.remembered = [:] }
            state.remembered[token] = verified
        }
        return verified
    }

    private func check(_ token: String, now: Instant) async throws(Problem) -> Verified {
        let parts = token.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 3, token.utf8.count <= Self.maximumTokenBytes,
            let (header, claims, signature) = try? DefaultJWTParser().parse(Array(token.utf8), as: AccessClaims.self)
        else { throw .unauthorized("the token cannot be read") }
        guard header.alg == "EdDSA", header.crit == nil, let type = header.typ?.lowercased(),
            type == "at+jwt" || type == "application/at+jwt", let kid = header.kid
        else { throw .unauthorized("the token is not an access token of this system") }
        guard let algorithm = await algorithm(kid, now: now) else { throw .unauthorized("the token's key is not known") }
        let signed = Array(token.utf8.prefix(parts[0].count + 1 + parts[1].count))
        guard (try? algorithm.verify(signature, signs: signed)) == true else {
            throw .unauthorized("the token's signature is wrong")
        }
        return try accept(claims, now: now)
    }

    private func accept(_ claims: AccessClaims, now: Instant) throws(Problem) -> Verified {
        let expiresAt = Instant(epochSeconds: claims.exp)
        guard claims.iss == AccessClaims.issuer, claims.aud == AccessClaims.audience else {
            throw .unauthorized("the token is not for this system")
        }
        guard now < expiresAt.advanced(by: Self.leewaySeconds) else { throw .unauthorized("the token has expired") }
        let earliest = max(claims.nbf ?? claims.iat, claims.iat)
        guard now.advanced(by: Self.leewaySeconds).epochSeconds >= earliest else {
            throw .unauthorized("the token is not good yet")
        }
        guard let caller = claims.caller else { throw .unauthorized("the token's claims contradict each other") }
        return Verified(caller: caller, expiresAt: expiresAt, tokenID: claims.jti)
    }

    private func algorithm(_ kid: String, now: Instant) async -> (any JWTAlgorithm)? {
        let (known, loadedAt) = state.withLock { ($0.algorithms[kid], $0.loadedAt) }
        if let known { return known }
        guard loadedAt.map({ now - $0 >= Self.reloadSeconds }) ?? true else { return nil }
        await load()
        return state.withLock { $0.algorithms[kid] }
    }
}
