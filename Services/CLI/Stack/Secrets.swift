import Contracts
import Crypto
import Foundation
import Glibc
import Hosting

/// The stack's secrets: made once, each in a file of mode 0600, handed to the services by the file's path.
struct Secrets: Sendable {
    /// The folder, of mode 0700.
    let folder: String

    /// The file of a secret.
    func file(_ name: String) -> String { "\(folder)/\(name)" }

    /// A secret of 32 random bytes in base64url, made when it does not exist yet.
    func secret(_ name: String) throws -> String {
        if let known = try? String(contentsOfFile: file(name), encoding: .utf8), !known.isEmpty { return known }
        let made = Self.random()
        try write(made, to: name)
        return made
    }

    /// The operator's API key: `plk_<platform tenant>_<secret>`, the form of every key.
    func operatorKey() throws -> String {
        if let known = try? String(contentsOfFile: file("operator-key"), encoding: .utf8), !known.isEmpty { return known }
        let key = "plk_\(CrockfordBase32.encode(TenantID.platform.uuid))_\(Self.random())"
        try write(key, to: "operator-key")
        return key
    }

    /// Makes every secret of an installation that does not exist yet, and returns the names of all.
    func makeAll() throws -> [String] {
        let passwords =
            ["postgres-admin", "redis"]
            + DatabaseSetup.services.flatMap { service in
                DatabaseSetup.Roles(service).all.map { "postgres-\($0)" }
            }
        for name in passwords + ["internal-token"] { _ = try secret(name) }
        _ = try operatorKey()
        try makeSigningKeys()
        try makeChainKeys()
        return passwords + ["internal-token", "operator-key", Self.signingKeys, Self.verificationKeys, Self.chainKeys]
    }

    /// The file with the key that signs revisions of statements.
    static let chainKeys = "chain-signing-keys.json"
    private static let signingKeys = "jwt-signing-keys.json"
    private static let verificationKeys = "jwks.json"

    /// Makes the key that signs tokens, and the set that verifies them, when they do not exist yet.
    func makeSigningKeys() throws {
        if !FileManager.default.fileExists(atPath: file(Self.signingKeys)) {
            let (key, identifier) = Self.signingKey()
            try write(
                String(decoding: try Self.keySet(key, identifier: identifier, isPrivate: true), as: UTF8.self),
                to: Self.signingKeys)
            try write(
                String(decoding: try Self.keySet(key, identifier: identifier, isPrivate: false), as: UTF8.self),
                to: Self.verificationKeys)
        }
    }

    /// Makes the key that signs revisions of statements, when it does not exist yet.
    func makeChainKeys() throws {
        guard !FileManager.default.fileExists(atPath: file(Self.chainKeys)) else { return }
        let (key, identifier) = Self.signingKey()
        try write(
            String(decoding: try Self.keySet(key, identifier: identifier, isPrivate: true), as: UTF8.self), to: Self.chainKeys)
    }

    /// A new key, named by a part of its public part's hash.
    private static func signingKey() -> (key: Curve25519.Signing.PrivateKey, identifier: String) {
        let key = Curve25519.Signing.PrivateKey()
        return (key, base64URL(Data(SHA256.hash(data: key.publicKey.rawRepresentation).prefix(12))))
    }

    /// Writes a file that this account alone can read, whole or not at all.
    func write(_ text: String, to name: String) throws {
        let temporary = "\(folder)/.\(name).new"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        let bytes = Array(text.utf8)
        guard descriptor >= 0, Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0,
            close(descriptor) == 0, rename(temporary, file(name)) == 0
        else {
            throw HostingError(
                .storage, "\(file(name)) could not be written: \(String(cString: strerror(errno))).",
                advice: "Free some space on the disk, then run this again.")
        }
    }

    private static func keySet(_ key: Curve25519.Signing.PrivateKey, identifier: String, isPrivate: Bool) throws -> Data {
        var members = [
            "kty": "OKP", "crv": "Ed25519", "alg": "EdDSA", "use": "sig", "kid": identifier,
            "x": base64URL(key.publicKey.rawRepresentation),
        ]
        if isPrivate { members["d"] = base64URL(key.rawRepresentation) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        return try encoder.encode(["keys": [members]])
    }

    private static func random() -> String {
        base64URL(SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) })
    }

    private static func base64URL(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }
}
