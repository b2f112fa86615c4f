import Crypto
import Foundation
import Terms

/// The public keys that a chain's entries may be signed with, by their names.
struct ChainKeys: Sendable {
    private let keys: [String: Data]

    /// Reads a JSON Web Key Set; what is no Ed25519 key in it is passed over.
    init(_ set: Node) {
        keys = Dictionary(
            set.list(at: "keys").compactMap { key -> (String, Data)? in
                guard key.text(at: "kty") == "OKP", key.text(at: "crv") == "Ed25519", let name = key.text(at: "kid"),
                    let bytes = key.text(at: "x").flatMap(Self.bytes)
                else { return nil }
                return (name, bytes)
            }, uniquingKeysWith: { first, _ in first })
    }

    /// What speaks against a signature; nil for nothing.
    func objection(to signature: String, of bytes: Data, by name: String) -> String? {
        guard let known = keys[name], let key = try? Curve25519.Signing.PublicKey(rawRepresentation: known) else {
            return "it is signed with the key \(name), which is not among the keys"
        }
        guard let signature = Self.bytes(signature), key.isValidSignature(signature, for: bytes) else {
            return "its signature is not that of the key \(name)"
        }
        return nil
    }

    /// Base64 for URLs, without padding.
    private static func bytes(_ text: String) -> Data? {
        let plain = text.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: plain + String(repeating: "=", count: (4 - plain.utf8.count % 4) % 4))
    }
}
