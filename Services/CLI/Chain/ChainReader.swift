import Contracts
import Foundation
import Hosting
import Terms

/// Reads a tenant's chain and what it is about, statements and what objectives came to, through the public API.
struct ChainReader: Sendable {
    /// What is read at once.
    private static let readersMaximum = 8
    /// Times that a request is repeated, a second apart, because the key has used up its rate.
    private static let patience = 120

    let client: APIClient

    /// The keys that the installation publishes.
    func keys() async throws -> Node { try await require("/v1/chain/keys") }

    /// Follows the chain to its end; stops at an entry that is not intact.
    func follow(_ verification: inout ChainVerification) async throws -> ChainFault? {
        var path: String? = "/v1/chain?limit=200"
        while let next = path {
            let page = try await require(next)
            for entry in page.list(at: "data") {
                if let fault = verification.follow(entry) { return fault }
            }
            path = page.text(at: "next_cursor").map { "/v1/chain?limit=200&cursor=\($0)" }
        }
        return nil
    }

    /// Holds everything that the chain is about against it.
    ///
    /// - Returns: the first entry that is contradicted.
    func fault(in verification: ChainVerification) async throws -> ChainFault? {
        let ids = verification.records.keys.sorted()
        return try await withThrowingTaskGroup(of: ChainFault?.self) { group in
            var first: ChainFault?
            for (index, id) in ids.enumerated() {
                if index >= Self.readersMaximum, let found = try await group.next(), let fault = found {
                    first = first.map { $0.sequence < fault.sequence ? $0 : fault } ?? fault
                }
                group.addTask {
                    let path = Self.path(of: id)
                    return verification.fault(
                        in: id, revisions: try await get("\(path)/revisions")?.list(at: "data") ?? [],
                        current: try await get(path) ?? Node(.null))
                }
            }
            for try await case let fault? in group {
                first = first.map { $0.sequence < fault.sequence ? $0 : fault } ?? fault
            }
            return first
        }
    }

    /// Where something is shown that a chain is about.
    static func path(of id: String) -> String { "/v1/\(ObjectiveID(id) == nil ? "statements" : "objectives")/\(id)" }

    private func require(_ path: String) async throws -> Node {
        guard let node = try await get(path) else {
            throw HostingError(.statement, "\(client.base) has no \(path).", advice: "Name the gateway with --url.")
        }
        return node
    }

    /// What is at a path; nil for nothing.
    private func get(_ path: String) async throws -> Node? {
        for _ in 0..<Self.patience {
            let answer = try await client.send("GET", path)
            switch answer.status {
            case 200: return try PledgeJSON.decode(from: answer.body)
            case 404: return nil
            case 429: try await Task.sleep(for: .seconds(1))
            default: throw APIClient.refusal("GET", path, answer)
            }
        }
        throw HostingError(.notReady, "The key's rate limit leaves no request for \(path).", advice: "Try again later.")
    }
}
