import Chassis
import Contracts
import Crypto
import Foundation

/// Closes a new API key over the idempotency window.
///
/// A repeated request must be answered with the first answer, secret included, so the stored answer holds the secret; sealed,
/// so that the database alone gives nobody a key. The sealing key is derived from the signing key, which is not in the
/// database; once that is rotated an old answer can no longer be opened.
struct SecretSeal: Sendable {
    private static let opening = "sealed:"
    private let key: SymmetricKey

    /// A seal that whoever has the private key set can open.
    init(_ set: JSONWebKeys) {
        let secret = Data((set.keys.first?.d ?? "").utf8)
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret), info: Data("pledge api key replay".utf8), outputByteCount: 32)
    }

    /// The sealed spelling of a key, bound to the key's id.
    ///
    /// - Throws: what the cipher throws.
    func close(_ secret: APIKey, of id: APIKeyID) throws -> String {
        let box = try AES.GCM.seal(Data(secret.text.utf8), using: key, authenticating: Data(id.description.utf8))
        return Self.opening + Base64URL.encode(Data(box.nonce) + box.ciphertext + box.tag)
    }

    /// The key of a sealed spelling; nil when it was sealed with another signing key, or is not of this id.
    func open(_ text: String, of id: APIKeyID) -> String? {
        guard text.hasPrefix(Self.opening), let bytes = Base64URL.decode(String(text.dropFirst(Self.opening.count))),
            let box = try? AES.GCM.SealedBox(combined: bytes),
            let opened = try? AES.GCM.open(box, using: key, authenticating: Data(id.description.utf8))
        else { return nil }
        return String(decoding: opened, as: UTF8.self)
    }
}
