import AsyncHTTPClient
import Chassis
import Contracts
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import Redis
import ServiceLifecycle
import Terms
import TestSupport

@testable import Gateway

/// A gateway on a real Redis in front of one pretended service that answers for all.
struct GatewayHarness: Sendable {
    let client: HTTPClient
    let port: Int
    let upstream: FakeUpstream
    let signer: TokenSigner
    let clock: ManualClock
    let tenant: TenantID
    let redis: RedisClient

    /// Runs a gateway while `body` runs.
    /// - Parameter settings: further configuration, `PLEDGE_…`.
    static func run(
        _ settings: [String: String] = [:], redis address: RedisAddress? = nil, upstream: FakeUpstream = FakeUpstream(),
        _ body: @escaping @Sendable (GatewayHarness) async throws -> Void
    ) async throws {
        let server: RedisAddress = if let address { address } else { try await TestServers.redis() }
        let keys = try JSONWebKeys.generate()
        let signer = try await TokenSigner(keys)
        let clock = ManualClock(EventSamples.now)
        try await upstream.run { upstreamPort in
            var environment = [
                "PLEDGE_HTTP_PORT": "0", "PLEDGE_OPS_PORT": "0", "PLEDGE_REDIS_HOST": server.host,
                "PLEDGE_REDIS_PORT": String(server.port), "PLEDGE_INTERNAL_TOKEN": "between-us",
                "PLEDGE_SERVICES": ServiceName.allCases.map { "\($0.rawValue)=http://127.0.0.1:\(upstreamPort)" }.joined(
                    separator: ","),
            ]
            environment["PLEDGE_REDIS_PASSWORD"] = server.password
            environment.merge(settings) { $1 }
            let configuration = try ServiceConfiguration(service: .gateway, environment: environment)
            var logger = Logger(label: "gateway-test")
            logger.logLevel = .critical
            let chassis = try ChassisBuilder(configuration: configuration, logger: logger, clock: clock).make()
            try await chassis.tokens.use(keys.published)
            let ports = AsyncStream<Int>.makeStream()
            let parts = try GatewayParts(chassis).parts { ports.continuation.yield($0) }
            var services: [any Service] = [chassis.redis]
            services += parts.background
            if let server = parts.server { services.append(server) }
            let group = ServiceGroup(services: services, logger: logger)
            let harness = { @Sendable port in
                GatewayHarness(
                    client: Self.client, port: port, upstream: upstream, signer: signer, clock: clock, tenant: TenantID(),
                    redis: chassis.redis)
            }
            let outcome = await Self.outcome(group, ports.stream) { port in
                try await chassis.redis.ping()
                try await body(harness(port))
            }
            try? await chassis.http.shutdown()
            try outcome.get()
        }
    }

    /// Runs services while `body` runs, and stops them however it ends.
    private static func outcome(
        _ group: ServiceGroup, _ ports: AsyncStream<Int>, _ body: @escaping @Sendable (Int) async throws -> Void
    ) async -> Result<Void, any Error> {
        async let running: Void = group.run()
        var iterator = ports.makeAsyncIterator()
        let result: Result<Void, any Error>
        do {
            guard let port = await iterator.next() else { throw CancellationError() }
            try await body(port)
            result = .success(())
        } catch {
            result = .failure(error)
        }
        await group.triggerGracefulShutdown()
        do {
            try await running
            return result
        } catch {
            return .failure(error)
        }
    }

    private static let client = HTTPClient(
        eventLoopGroupProvider: .singleton,
        configuration: .init(redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5), read: .seconds(30))))

    /// A token of the harness' tenant.
    func token(_ roles: Role..., customer: CustomerID? = nil, tenant other: TenantID? = nil, principal: String = "key_test")
        async throws -> String
    {
        try await signer.sign(
            Caller(tenant: other ?? tenant, principal: principal, roles: Set(roles), customer: customer), now: clock.now)
    }

    /// Sends a request and reads the whole answer.
    func send(
        _ method: HTTPMethod = .GET, _ target: String, token: String? = nil, headers: HTTPHeaders = [:],
        body: HTTPClientRequest.Body? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(target)")
        request.method = method
        request.headers = headers
        if let token { request.headers.add(name: "authorization", value: "Bearer \(token)") }
        request.body = body
        let response = try await client.execute(request, timeout: .seconds(30))
        let bytes = try await response.body.collect(upTo: 64 << 20)
        return Answer(status: Int(response.status.code), headers: response.headers, body: Data(bytes.readableBytesView))
    }
}

/// What came back.
struct Answer: Sendable {
    let status: Int
    let headers: HTTPHeaders
    let body: Data

    var text: String { String(decoding: body, as: UTF8.self) }

    /// The slug of a problem document; nil when it is none.
    var problem: String? {
        guard headers.first(name: "content-type") == "application/problem+json",
            let problem = try? PledgeJSON.decode(Problem.self, from: body), problem.status == status
        else { return nil }
        return problem.slug
    }
}

/// A service that answers as it is told, and remembers what it was asked.
final class FakeUpstream: Sendable {
    /// One request as it arrived.
    struct Seen: Sendable {
        let method: String
        let target: String
        let headers: HTTPFields
        let body: ByteBuffer
    }

    /// What to do with a request.
    enum Reaction: Sendable {
        case answer(Response)
        /// Closes the connection without an answer.
        case hangUp
        /// Never answers.
        case silence
    }

    typealias Behaviour = @Sendable (Seen) async throws -> Reaction

    private let state = NIOLockedValueBox<[Seen]>([])
    private let behaviour: Behaviour

    /// The requests so far.
    var seen: [Seen] { state.withLockedValue { $0 } }

    init(_ behaviour: @escaping Behaviour = { _ in .answer(FakeUpstream.json("{}")) }) {
        self.behaviour = behaviour
    }

    static func json(_ text: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [:]) -> Response {
        var headers = headers
        headers[.contentType] = "application/json"
        return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: text)))
    }

    private struct Responder: HTTPResponder {
        let upstream: FakeUpstream

        func respond(to request: Request, context: GatewayContext) async throws -> Response {
            let body = try await request.body.collect(upTo: 64 << 20)
            let seen = Seen(
                method: request.method.rawValue, target: request.head.path ?? "", headers: request.headers, body: body)
            upstream.state.withLockedValue { $0.append(seen) }
            switch try await upstream.behaviour(seen) {
            case .answer(let response): return response
            case .hangUp:
                try await context.channel.close()
                throw CancellationError()
            case .silence:
                // Until the server that runs it is stopped.
                try await Task.sleep(for: .seconds(3600))
                throw CancellationError()
            }
        }
    }

    /// Runs the service on a free port while `body` runs.
    func run(_ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        let ports = AsyncStream<Int>.makeStream()
        var logger = Logger(label: "upstream")
        logger.logLevel = .critical
        let application = Application(
            responder: Responder(upstream: self), configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { ports.continuation.yield($0.localAddress?.port ?? 0) }, logger: logger)
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try? await application.run() }
            var iterator = ports.stream.makeAsyncIterator()
            guard let port = await iterator.next() else { throw CancellationError() }
            defer { tasks.cancelAll() }
            try await body(port)
        }
    }
}
