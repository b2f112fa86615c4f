import Foundation
import Hummingbird
import Logging

/// A GET through the gateway (token, rate limit, route, proxy, service, Postgres) beside a bare Hummingbird route that answers at once.
enum GatewayGet: Subject {
    static let name = "gateway"

    private static let connections = 32

    static func measure(_ stand: Stand) async throws -> [Comparison] {
        try await Stack.with(stand) { try await measure(stand, $0) }
    }

    private static func measure(_ stand: Stand, _ stack: Stack) async throws -> [Comparison] {
        let port = stack.base + 500
        let router = Router()
        let body = String(repeating: "x", count: 200)
        router.get("/") { _, _ in body }
        let bare = Application(
            router: router, configuration: .init(address: .hostname("127.0.0.1", port: port)), logger: .quiet)
        return try await running(bare) {
            let (ours, peer) = try await stand.rounds.inTurn {
                stand.progress("gateway: ours")
                // The token lives for minutes, a round for seconds.
                return try await load("\(stack.gateway)/v1/me", token: try await stack.token(), stand)
            } _: {
                stand.progress("gateway: bare route")
                return try await load("http://127.0.0.1:\(port)/", token: nil, stand)
            }
            return [
                .rate(
                    "gateway GET /v1/me, \(connections) connections", ours: ours, peer: peer, peerName: "bare Hummingbird route",
                    unit: "requests/s", atLeast: nil,
                    note: "ours passes two HTTP servers, Redis and Postgres; the peer answers a constant")
            ]
        }
    }

    private static func load(_ url: String, token: String?, _ stand: Stand) async throws -> Double {
        var arguments = ["-t", "1", "-c", "\(connections)", "-d", "\(stand.roundSeconds)s"]
        if let token { arguments += ["-H", "Authorization: Bearer \(token)"] }
        let output = try await Tool.run("wrk", arguments + [url])
        if let failed = output.firstRange(of: "Non-2xx") {
            throw BenchError("requests were refused: \(output[failed.lowerBound...].prefix(80))")
        }
        return try Tool.number(after: "Requests/sec:", in: output)
    }
}
