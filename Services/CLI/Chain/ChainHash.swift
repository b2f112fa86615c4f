import Contracts
import Crypto
import Foundation
import Terms

/// Hashes of canonical JSON, as docs/statements.md defines them.
enum ChainHash {
    /// The members of an entry that are hashed and signed.
    private static let link = ["tenant", "sequence", "previous_hash", "content_hash", "signed_at", "key"]

    /// The hash before the first entry.
    static let none = String(repeating: "0", count: 64)

    /// SHA-256 in hexadecimal.
    static func of(_ bytes: Data) -> String {
        SHA256.hash(data: bytes).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }

    /// SHA-256 of a document's canonical JSON.
    static func of(_ node: Node) -> String { of(bytes(node)) }

    /// The bytes of an entry that are hashed and signed; members that it lacks are left out.
    static func link(_ entry: Node) -> Data {
        bytes(Node(.map(link.compactMap { name in entry[name].map { Node.Member(name, $0) } })))
    }

    /// The hash of a revision in a state.
    static func of(revision: Node, in state: String) -> String {
        of(revision.without("chain").replacing("state", with: Node(.string(state))))
    }

    private static func bytes(_ node: Node) -> Data { Data(CanonicalJSON.text(node).utf8) }
}
