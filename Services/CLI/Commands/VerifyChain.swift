import ArgumentParser
import Contracts
import Foundation
import Hosting
import Terms

/// Verifies the signed chain of a tenant's statements, with what the public API shows.
struct VerifyChain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify-chain",
        abstract: "Verify that no revision of a tenant's statements was changed, moved or left out.",
        discussion: """
            Every hash and signature of the chain is computed anew, and every statement is held against it. The exit code is 1 when
            anything is not intact; the first entry that is not is named. Which bytes are hashed: docs/statements.md.

              ./pledge verify-chain --key .pledge/secrets/demo-admin-key
              ./pledge verify-chain --key admin-key --url https://pledge.example --keys chain-keys.json
              ./pledge verify-chain --key admin-key --head 1204:5f1c…

            Whoever keeps the last line of a run, and the keys, elsewhere notices later whether the chain was shortened or made
            anew with other keys.
            """)

    @Option(help: "A file with an API key of the tenant: an admin's for all of it, a customer's for what is its own.")
    var key: String
    @Option(help: "The gateway.")
    var url = "http://127.0.0.1:\(StackPorts.defaultBase)"
    @Option(help: "A file with the public keys, kept from GET /v1/chain/keys; those that are served now, unless given.")
    var keys: String?
    @Option(help: "An entry that was there before, place:hash, as this command prints the last one.")
    var head: String?

    private var known: (sequence: Int64, hash: String)? {
        guard let parts = head?.split(separator: ":", maxSplits: 1), parts.count == 2, let sequence = Int64(parts[0]) else {
            return nil
        }
        return (sequence, String(parts[1]))
    }

    func validate() throws {
        if head != nil, known == nil { throw ValidationError("--head is place:hash, as in 1204:5f1c…") }
    }

    func run() async throws {
        try await reporting {
            let secret = try Self.read(key).trimmingCharacters(in: .whitespacesAndNewlines)
            let reader = ChainReader(client: APIClient(base: url, key: secret))
            let set: Node
            if let keys { set = try Self.document(keys) } else { set = try await reader.keys() }
            var verification = ChainVerification(keys: ChainKeys(set), known: known)
            var fault = try await reader.follow(&verification)
            if fault == nil { fault = verification.shortfall }
            if fault == nil { fault = try await reader.fault(in: verification) }
            if let fault { throw HostingError(.statement, "The chain is not intact: \(fault).") }
            print("\(verification.sequence) entries, intact.")
            if verification.sequence > 0 { print("\(verification.sequence):\(verification.hash)") }
        }
    }

    private static func document(_ path: String) throws -> Node {
        guard let node = try? Node(json: Data(try read(path).utf8)) else {
            throw HostingError(.storage, "\(path) is not JSON.")
        }
        return node
    }

    private static func read(_ path: String) throws -> String {
        guard let text = try? String(contentsOfFile: TypedPath.absolute(path), encoding: .utf8) else {
            throw HostingError(.storage, "\(path) cannot be read.")
        }
        return text
    }
}
