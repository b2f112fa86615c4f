import AsyncHTTPClient
import NIOCore
import NIOPosix

/// HTTP clients that connect to one address, whatever a name resolves to: what was checked is what is called.
///
/// AsyncHTTPClient resolves by itself unless a client is told otherwise for all its life, so each pair of host and address has
/// a client; the threads are shared.
actor PinnedClients {
    /// Clients that are kept for their open connections.
    static let maximum = 128
    /// How long a connection may take to come up.
    private static let connectTimeout = TimeAmount.seconds(5)
    /// How long a connection is kept without a request.
    private static let idleTimeout = TimeAmount.seconds(30)

    private struct Target: Hashable {
        let host: String
        let address: String
    }

    private struct Entry {
        let client: HTTPClient
        var users = 0
        var lastUse = 0
    }

    private var entries: [Target: Entry] = [:]
    private var uses = 0

    /// Runs `body` with a client for a host that connects to one of its addresses and to no other.
    func with<Result: Sendable>(
        _ host: String, at address: String, _ body: @Sendable (HTTPClient) async throws -> Result
    ) async throws -> Result {
        let target = Target(host: host, address: address)
        uses += 1
        var entry = entries[target] ?? Entry(client: Self.client(target))
        entry.users += 1
        entry.lastUse = uses
        entries[target] = entry
        defer { entries[target]?.users -= 1 }
        await evict()
        return try await body(entry.client)
    }

    /// Closes every connection.
    func close() async {
        let clients = entries.values.map(\.client)
        entries = [:]
        for client in clients { try? await client.shutdown() }
    }

    /// Lets the clients go that were not used for longest, of those that nobody uses.
    private func evict() async {
        while entries.count > Self.maximum,
            let oldest = entries.filter({ $0.value.users == 0 }).min(by: { $0.value.lastUse < $1.value.lastUse })
        {
            entries[oldest.key] = nil
            try? await oldest.value.client.shutdown()
        }
    }

    private static func client(_ target: Target) -> HTTPClient {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = HTTPClient.Configuration.Timeout(connect: connectTimeout)
        configuration.connectionPool.idleTimeout = idleTimeout
        configuration.dnsOverride = [target.host: target.address]
        return HTTPClient(eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton), configuration: configuration)
    }
}
