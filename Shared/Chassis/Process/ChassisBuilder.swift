import AsyncHTTPClient
import Contracts
import EventLoop
import Foundation
import Logging
import Postgres
import Redis

/// Makes a chassis of a configuration.
public struct ChassisBuilder: Sendable {
    /// The configuration.
    public let configuration: ServiceConfiguration
    /// The log.
    public let logger: Logger
    /// Where metrics go.
    public let metrics: MetricsRegistry
    /// The time.
    public let clock: any PledgeClock

    /// A builder; tests give a clock that they move.
    public init(
        configuration: ServiceConfiguration, logger: Logger, metrics: MetricsRegistry = MetricsRegistry(),
        clock: any PledgeClock = SystemClock()
    ) {
        self.configuration = configuration
        self.logger = logger
        self.metrics = metrics
        self.clock = clock
    }

    /// The chassis; its clients connect when they are run.
    ///
    /// - Throws: ``ConfigurationError`` when a key is missing.
    public func make() throws(ConfigurationError) -> Chassis {
        let loop = EventLoop(name: "pledge")
        var requests = try postgres(Settings.postgresUser, Settings.postgresPassword)
        requests.connections = configuration[Settings.postgresConnections] ?? requests.connections
        var background = try postgres(Settings.postgresWorkerUser, Settings.postgresWorkerPassword)
        background.connections = configuration[Settings.postgresWorkerConnections] ?? background.connections
        let redis = RedisConfiguration(
            host: try configuration.require(Settings.redisHost), port: try configuration.require(Settings.redisPort),
            password: configuration[Settings.redisPassword])
        metrics.collectProcess(loop: loop)
        return Chassis(
            configuration: configuration, logger: logger, clock: clock, eventLoop: loop,
            database: PostgresClient(configuration: requests, eventLoop: loop, logger: logger),
            workers: PostgresClient(configuration: background, eventLoop: loop, logger: logger),
            redis: RedisClient(configuration: redis, eventLoop: loop, logger: logger),
            tokens: TokenVerifier(file: configuration[Settings.jwksFile].map { URL(filePath: $0) }, clock: clock, logger: logger),
            metrics: metrics, http: .outbound(), readiness: Readiness())
    }

    /// The gateway has no database; its clients are never run and refuse whoever asks them.
    private func postgres(_ user: Setting<String>, _ password: Setting<String>) throws(ConfigurationError)
        -> PostgresConfiguration
    {
        guard configuration.service != .gateway else {
            return PostgresConfiguration(host: "127.0.0.1", database: "none", user: "none")
        }
        return try PostgresConfiguration(configuration, user: user, password: password)
    }
}
