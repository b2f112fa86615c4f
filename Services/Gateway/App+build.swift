import AsyncHTTPClient
import Chassis
import Contracts
import Hummingbird
import Logging
import NIOCore
import NIOPosix
import Redis
import ServiceLifecycle

extension ServiceDefinition {
    /// The gateway: no database of its own, one public server.
    public static let gateway = ServiceDefinition(.gateway, migrations: nil) { chassis in
        try GatewayParts(chassis).parts()
    }
}

/// Puts the gateway together from its chassis.
struct GatewayParts {
    private let chassis: Chassis
    private let client: HTTPClient
    private let upstreams: Upstreams
    private let views: ViewParts
    private let statusPages: StatusPages
    private let statusPageSeconds: Int
    private let policies: RateLimitPolicies
    private let table: RoutingTable
    private let documents: Documents

    init(_ chassis: Chassis) throws {
        self.chassis = chassis
        let configuration = chassis.configuration
        policies = RateLimitPolicies(
            tenant: try Self.policy("tenant", Settings.rateLimitTenant, configuration),
            principal: try Self.policy("key", Settings.rateLimitKey, configuration),
            address: try Self.policy("address", Settings.rateLimitAddress, configuration))
        let document = try OpenAPIDocument.bundled()
        table = try RoutingTable(document.operations)
        documents = Documents(openAPI: document.text, asyncAPI: try DocumentResource.text(named: "asyncapi"))
        let addresses = try configuration.require(Settings.services)
        let answerSeconds = try configuration.require(Settings.upstreamSeconds)
        let bodySeconds = try configuration.require(Settings.httpBodySeconds)
        let viewSeconds = try configuration.require(Settings.viewSeconds)
        statusPageSeconds = try configuration.require(Settings.statusPageSeconds)
        // Last, when nothing can fail any more: a client that is dropped without being shut down ends the process.
        client = Self.client(connections: try configuration.require(Settings.upstreamConnections))
        upstreams = Upstreams(
            client: client, addresses: addresses, answerTimeout: .seconds(Int64(answerSeconds)), bodySeconds: bodySeconds)
        views = ViewParts(upstreams: upstreams, seconds: viewSeconds, metrics: chassis.metrics, logger: chassis.logger)
        statusPages = StatusPages(
            views: views, internalToken: configuration[Settings.internalToken], freshSeconds: statusPageSeconds)
    }

    /// - Parameter onRunning: told the public port once connections are accepted.
    func parts(onRunning: @escaping @Sendable (Int) async -> Void = { _ in }) throws -> ServiceParts {
        let configuration = chassis.configuration
        let reader = RedisReader(of: chassis.redis, logger: chassis.logger)
        let streams = RedisFeedStreams(redis: chassis.redis, reader: reader)
        let outboxes = UpstreamEvents(upstreams: upstreams, internalToken: configuration[Settings.internalToken])
        let hub = FeedHub(
            streams: streams, outboxes: outboxes,
            heartbeat: .milliseconds(try configuration.require(Settings.eventHeartbeatMilliseconds)),
            maximumReaders: try configuration.require(Settings.eventStreams), logger: chassis.logger)
        chassis.metrics.collectGauge("gateway_event_streams", help: "Open event streams.") { [.init(Double(hub.readerCount))] }
        let responder = responder(hub, FeedHistory(streams: streams, outboxes: outboxes))
        return ServiceParts(
            background: [HTTPClientService(client: client), reader, hub],
            server: try PublicServer(responder, chassis, onRunning: onRunning))
    }

    private func responder(_ hub: FeedHub, _ history: FeedHistory) -> GatewayResponder {
        let observer = RequestObserver(metrics: chassis.metrics, logger: chassis.logger)
        return GatewayResponder(
            table: table,
            authenticator: Authenticator(
                tokens: chassis.tokens, exchange: TokenExchange(upstreams: upstreams, clock: chassis.clock)),
            limiter: RateLimiter(policies, source: RedisBuckets(redis: chassis.redis), onFailure: observer.uncounted),
            policies: policies, forwarding: Forwarding(upstreams: upstreams),
            documents: documents, statusPages: StatusPageRoute(pages: statusPages, freshSeconds: statusPageSeconds),
            events: EventRoute(hub: hub, history: history, upstreams: upstreams, logger: chassis.logger),
            overview: OverviewRoute(views: views, clock: chassis.clock),
            cors: CrossOriginRule(chassis.configuration[Settings.corsOrigins]), observer: observer, logger: chassis.logger)
    }

    private static func client(connections: Int) -> HTTPClient {
        var configuration = HTTPClient.Configuration(
            redirectConfiguration: .disallow,
            timeout: .init(connect: .seconds(Int64(connectSeconds)), read: .seconds(Int64(readSeconds))),
            connectionPool: .init(
                idleTimeout: .seconds(Int64(idleSeconds)), concurrentHTTP1ConnectionsPerHostSoftLimit: connections))
        configuration.httpVersion = .http1Only
        return HTTPClient(eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton), configuration: configuration)
    }

    /// How long a service may take to accept a connection: it may just be starting again.
    private static let connectSeconds = 2
    /// How long a service may pause within an answer.
    private static let readSeconds = 60
    /// Shorter than the services' own patience, so that it is the gateway that closes an idle connection.
    private static let idleSeconds = 30

    private static func policy(
        _ name: String, _ setting: Setting<String>, _ configuration: ServiceConfiguration
    ) throws(ConfigurationError) -> RateLimitPolicy? {
        let text = try configuration.require(setting)
        if text == "off" { return nil }
        guard let policy = RateLimitPolicy(name: name, text) else {
            throw ConfigurationError(problems: ["\(setting.name) must be requests/seconds, such as 6000/60, or off"])
        }
        return policy
    }
}

/// Closes the client's connections when the process stops.
private struct HTTPClientService: Service {
    let client: HTTPClient

    func run() async throws {
        try? await gracefulShutdown()
        try await client.shutdown()
    }
}
