import AsyncHTTPClient
import Chassis
import Contracts
import EventLoop
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle
import Terms
import Testing

/// A live server with keys of its own, for the length of a test.
struct TestServer {
    /// What came back.
    struct Answer {
        let status: Int
        let headers: [(String, String)]
        let body: Data

        subscript(header: String) -> String? { headers.first { $0.0.lowercased() == header.lowercased() }?.1 }
        var text: String { String(decoding: body, as: UTF8.self) }
        var problem: Problem? { try? PledgeJSON.decode(Problem.self, from: body) }
    }

    let port: Int
    let signer: TokenSigner
    let clock: ManualClock
    let readiness: Readiness
    let metrics: MetricsRegistry

    static let start = Instant(epochSeconds: 1_773_106_200)
    static let tenant = TenantID()

    /// Serves routes while `body` runs.
    static func with(
        _ routes: [Route], options: ServerOptions = ServerOptions(), isStarted: Bool = true,
        _ body: (TestServer) async throws -> Void
    ) async throws {
        let clock = ManualClock(start)
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        let keys = try JSONWebKeys.generate()
        let tokens = TokenVerifier(file: nil, clock: clock, logger: logger)
        try await tokens.use(keys)
        let readiness = Readiness()
        if isStarted { readiness.started() }
        let metrics = MetricsRegistry()
        let (ports, port) = AsyncStream<Int>.makeStream()
        let server = ServiceServer(
            routes: routes + OperationalRoutes.routes(readiness: readiness, metrics: metrics, tick: {}), options: options,
            tokens: tokens, internalToken: InternalToken("inner secret"), readiness: readiness, metrics: metrics, logger: logger
        ) { port.yield($0) }
        let signer = try await TokenSigner(keys)
        let group = ServiceGroup(services: [server], logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try await group.run() }
            var iterator = ports.makeAsyncIterator()
            let bound = try #require(await iterator.next())
            do {
                try await body(
                    TestServer(port: bound, signer: signer, clock: clock, readiness: readiness, metrics: metrics))
            } catch {
                await group.triggerGracefulShutdown()
                throw error
            }
            await group.triggerGracefulShutdown()
            try await tasks.waitForAll()
        }
    }

    /// A token for roles in the test's tenant.
    func token(_ roles: Set<Role> = [.admin], customer: CustomerID? = nil) async throws -> String {
        try await signer.sign(
            Caller(tenant: Self.tenant, principal: "key_1", roles: roles, customer: customer), now: clock.now)
    }

    /// Sends a request; with a token of an admin unless told otherwise.
    func send(
        _ method: String, _ path: String, headers: [(String, String)] = [], body: String? = nil,
        type: String? = "application/json",
        token: String?? = .none
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = .init(rawValue: method)
        switch token {
        case .none: request.headers.add(name: "authorization", value: "Bearer \(try await self.token())")
        case .some(let token?): request.headers.add(name: "authorization", value: "Bearer \(token)")
        case .some(nil): break
        }
        if let body {
            request.body = .bytes(ByteBuffer(string: body))
            if let type { request.headers.add(name: "content-type", value: type) }
        }
        for (name, value) in headers { request.headers.replaceOrAdd(name: name, value: value) }
        return try await send(request)
    }

    /// Sends a request as it is.
    func send(_ request: HTTPClientRequest) async throws -> Answer {
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let body = try await response.body.collect(upTo: 1 << 24)
        return Answer(
            status: Int(response.status.code), headers: response.headers.map { ($0.name, $0.value) },
            body: Data(body.readableBytesView))
    }
}
