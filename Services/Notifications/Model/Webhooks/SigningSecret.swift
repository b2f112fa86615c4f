import Crypto
import Foundation

/// A key that webhooks are signed with, by the Standard Webhooks specification: 24 to 64 bytes, written `whsec_` and base64.
struct SigningSecret: Sendable, Equatable {
    /// Bytes of a new one: as many as the hash has.
    static let byteCount = 32
    private static let opening = "whsec_"

    let bytes: Data

    /// A key that is stored.
    init(bytes: Data) { self.bytes = bytes }

    /// A new key.
    static func make() -> SigningSecret {
        SigningSecret(bytes: SymmetricKey(size: .init(bitCount: byteCount * 8)).withUnsafeBytes { Data($0) })
    }

    /// How the receiver is given it.
    var text: String { Self.opening + bytes.base64EncodedString() }

    /// `v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`.
    func signature(id: String, timestamp: Int64, body: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("\(id).\(timestamp).\(body)".utf8), using: SymmetricKey(data: bytes))
        return "v1,\(Data(code).base64EncodedString())"
    }
}
