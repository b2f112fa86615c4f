import AsyncHTTPClient
import Contracts
import EventLoop
import Logging
import Postgres
import Redis
import ServiceLifecycle

/// What every service stands on: configuration, clients, clock, keys, metrics. Made once a process.
public final class Chassis: Sendable {
    /// Whose chassis it is.
    public let service: ServiceName
    /// The configuration.
    public let configuration: ServiceConfiguration
    /// The log.
    public let logger: Logger
    /// The time.
    public let clock: any PledgeClock
    /// The loop that Postgres and Redis are driven by.
    public let eventLoop: EventLoop
    /// Postgres in the role of requests: row level security shows the tenant that a query names, and nothing else.
    public let database: PostgresClient
    /// Postgres in the role of background work: across tenants where a policy says so.
    public let workers: PostgresClient
    /// Redis; expendable.
    public let redis: RedisClient
    /// Verifies access tokens.
    public let tokens: TokenVerifier
    /// Metrics, for those that are not counted through swift-metrics.
    public let metrics: MetricsRegistry
    /// HTTP to other services and to the world: no redirects, no proxies from the environment.
    public let http: HTTPClient
    /// Whether the service may be given work.
    public let readiness: Readiness

    /// A chassis of given parts: for ``ServiceProcess``, and for tests.
    public init(
        configuration: ServiceConfiguration, logger: Logger, clock: any PledgeClock, eventLoop: EventLoop,
        database: PostgresClient,
        workers: PostgresClient, redis: RedisClient, tokens: TokenVerifier, metrics: MetricsRegistry, http: HTTPClient,
        readiness: Readiness
    ) {
        self.service = configuration.service
        self.configuration = configuration
        self.logger = logger
        self.clock = clock
        self.eventLoop = eventLoop
        self.database = database
        self.workers = workers
        self.redis = redis
        self.tokens = tokens
        self.metrics = metrics
        self.http = http
        self.readiness = readiness
    }
}
