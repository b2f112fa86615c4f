import Crypto
import Foundation

/// SHA-256 over texts, each ended by a separator.
struct Digest {
    private var hash = SHA256()

    /// Takes in a text.
    mutating func add(_ text: String) {
        hash.update(data: Data(text.utf8))
        hash.update(data: Data([0x1E]))
    }

    /// The digest in hexadecimal.
    var text: String { Self.hexadecimal(hash.finalize()) }

    /// The digest of bytes in hexadecimal.
    static func text(of bytes: Data) -> String { hexadecimal(SHA256.hash(data: bytes)) }

    private static func hexadecimal(_ digest: SHA256.Digest) -> String {
        digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
