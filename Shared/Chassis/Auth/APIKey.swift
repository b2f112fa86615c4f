import Contracts
import Crypto
import Foundation

/// A machine's or operator's secret: `plk_<tenant>_<secret>`, 26 characters of base32 and 43 of base64url.
///
/// The tenant is in the key so that the look-up can run under row level security. Stored are the SHA-256 of the whole and
/// the prefix by which people recognise it; the secret is shown once.
public struct APIKey: Sendable {
    private static let secretBytes = 32
    private static let secretLength = 43
    private static let start = "plk_"

    /// Whose key it is.
    public let tenant: TenantID
    /// The whole key; never logged, never stored.
    public let text: String

    /// A new key of a tenant: 256 random bits.
    public init(tenant: TenantID) {
        var generator = SystemRandomNumberGenerator()
        let secret = Data((0..<Self.secretBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) })
        self.tenant = tenant
        self.text = "\(Self.start)\(CrockfordBase32.encode(tenant.uuid))_\(Base64URL.encode(secret))"
    }

    /// Reads a key; nil when the text is none. Says nothing about whether anybody knows it.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        let tenantEnd = Self.start.utf8.count + CrockfordBase32.length
        guard bytes.count == tenantEnd + 1 + Self.secretLength, text.hasPrefix(Self.start), bytes[tenantEnd] == UInt8(ascii: "_"),
            let uuid = CrockfordBase32.decode(bytes[Self.start.utf8.count..<tenantEnd]),
            Base64URL.decode(String(decoding: bytes[(tenantEnd + 1)...], as: UTF8.self))?.count == Self.secretBytes
        else { return nil }
        self.tenant = TenantID(uuid)
        self.text = text
    }

    /// What is stored: SHA-256 of the whole key. The secret has 256 bits, so that no slow hash is needed.
    public var hash: Data { Data(SHA256.hash(data: Data(text.utf8))) }

    /// What is shown in lists: enough to recognise the key, useless to guess it.
    public var prefix: String { String(text.prefix(Self.start.utf8.count + CrockfordBase32.length + 1 + 4)) + "…" }

    /// Whether this is the key that was stored.
    public func matches(storedHash: Data) -> Bool { ConstantTime.equal(hash, storedHash) }
}
