import Foundation
import JWTKit

/// A JSON Web Key Set (RFC 7517) with Ed25519 keys, public or private.
public struct JSONWebKeys: Codable, Sendable, Hashable {
    /// One key.
    public struct Key: Codable, Sendable, Hashable {
        /// `OKP`.
        public let kty: String
        /// `Ed25519`.
        public let crv: String
        /// `EdDSA`.
        public let alg: String?
        /// `sig`.
        public let use: String?
        /// The name by which tokens refer to it.
        public let kid: String?
        /// The public part, base64url.
        public let x: String
        /// The private part, base64url; absent in a published set.
        public let d: String?

        /// A key with its parts.
        public init(kid: String, x: String, d: String? = nil) {
            self.kty = "OKP"
            self.crv = "Ed25519"
            self.alg = "EdDSA"
            self.use = "sig"
            self.kid = kid
            self.x = x
            self.d = d
        }
    }

    /// The keys.
    public let keys: [Key]

    /// A set of keys.
    public init(keys: [Key]) {
        self.keys = keys
    }

    /// A set with one new private key.
    public static func generate() throws -> JSONWebKeys {
        let key = try EdDSA.PrivateKey()
        let x = Base64URL.encode(key.publicKey.rawRepresentation)
        return JSONWebKeys(keys: [Key(kid: String(x.prefix(16)), x: x, d: Base64URL.encode(key.rawRepresentation))])
    }

    /// Reads a set from a file.
    ///
    /// - Throws: when the file cannot be read or is no key set.
    public init(contentsOf url: URL) throws {
        self = try JSONDecoder().decode(JSONWebKeys.self, from: Data(contentsOf: url))
    }

    /// The set as JSON.
    public var json: Data {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            return try encoder.encode(self)
        }
    }

    /// The same set without its private parts.
    public var published: JSONWebKeys {
        JSONWebKeys(keys: keys.compactMap { key in key.kid.map { Key(kid: $0, x: key.x) } })
    }
}
