import AsyncHTTPClient
import Contracts
import EventLoop
import Foundation
import Logging
import Messaging
import Metrics
import NIOCore
import ServiceLifecycle
import UnixSignals

extension ServiceProcess {
    /// Threads for blocking calls of NIO's (name resolution); services make next to none.
    private static let blockingThreads = 1

    /// Serves until SIGTERM or SIGINT, then finishes what is in flight.
    ///
    /// - Throws: ``ConfigurationError``, ``StartupError``, or what a part of the service failed with.
    static func serve(_ definition: ServiceDefinition, configuration: ServiceConfiguration) async throws {
        // Before anything touches NIO: these cannot be changed later.
        NIOSingletons.groupLoopCountSuggestion = try configuration.require(Settings.httpThreads)
        NIOSingletons.blockingPoolThreadCountSuggestion = blockingThreads
        let writer = LogWriter()
        let level = try configuration.require(Settings.logLevel)
        let service = definition.name.rawValue
        LoggingSystem.bootstrap { JSONLogHandler(label: $0, service: service, level: level, writer: writer) }
        let metrics = MetricsRegistry()
        MetricsSystem.bootstrap(metrics)
        let logger = Logger(label: "pledge")
        for warning in configuration.warnings { logger.warning("\(warning)") }
        defer { writer.flush() }

        let chassis = try ChassisBuilder(configuration: configuration, logger: logger, metrics: metrics).make()
        do {
            let parts = try await definition.build(chassis)
            let group = try services(definition, chassis: chassis, parts: parts)
            switch definition.work {
            case .waits: try await withTaskExecutorPreference(chassis.eventLoop.taskExecutor) { try await group.run() }
            case .computes: try await group.run()
            }
            try await chassis.http.shutdown()
        } catch {
            logger.critical("the service ends", metadata: ["error": "\(error)"])
            try? await chassis.http.shutdown()
            throw error
        }
        logger.notice("stopped")
    }

    /// Everything that runs, in the order of starting; it stops in the opposite one.
    ///
    /// - Parameter signals: those that stop it; none where it shares its process, as in tests.
    static func services(
        _ definition: ServiceDefinition, chassis: Chassis, parts: ServiceParts, signals: [UnixSignal] = [.sigterm, .sigint]
    ) throws -> ServiceGroup {
        let configuration = chassis.configuration
        let readiness = chassis.readiness
        var services: [any Service] = []
        var routes = parts.routes + parts.innerRoutes
        var schema: SchemaCheck?
        if let migrations = definition.migrations {
            schema = SchemaCheck(steps: try Migrator.steps(service: definition.name, folder: migrations))
            services += [chassis.database, chassis.workers]
            routes += InternalEventRoutes.routes(OutboxReader(database: chassis.workers))
            routes += InternalDeadLetterRoutes.routes(
                DeadLetters(database: chassis.database, workers: chassis.workers, subscriptions: parts.subscriptions))
        }
        services.append(chassis.redis)
        services.append(Startup(chassis: chassis, schema: schema, start: parts.start))
        if schema != nil {
            let relay = chassis.makeRelay()
            chassis.metrics.collect(relay)
            chassis.metrics.collect(pools: [("requests", chassis.database), ("workers", chassis.workers)])
            services.append(Gated(service: relay, readiness: readiness))
            services.append(Gated(service: IdempotencyPruner(chassis), readiness: readiness))
        }
        if !parts.subscriptions.isEmpty {
            let subscriber = try chassis.makeSubscriber(parts.subscriptions)
            chassis.metrics.collect(subscriber)
            services.append(Gated(service: subscriber, readiness: readiness))
        }
        services += parts.background.map { Gated(service: $0, readiness: readiness) }
        readiness.add(chassis.standardChecks(hasDatabase: schema != nil) + parts.readiness)
        services += try servers(chassis: chassis, parts: parts, routes: routes)
        services.append(Drain(readiness: readiness, milliseconds: try configuration.require(Settings.drainMilliseconds)))

        var group = ServiceGroupConfiguration(
            services: services.map { .init(service: $0) }, gracefulShutdownSignals: signals, logger: chassis.logger)
        group.maximumGracefulShutdownDuration = .seconds(try configuration.require(Settings.shutdownSeconds))
        group.maximumCancellationDuration = .seconds(5)
        return ServiceGroup(configuration: group)
    }

    /// The inner server with routes and probes; for the gateway the probes on their own port and its public door.
    private static func servers(chassis: Chassis, parts: ServiceParts, routes: [Route]) throws -> [any Service] {
        let configuration = chassis.configuration
        let probes = OperationalRoutes.routes(readiness: chassis.readiness, metrics: chassis.metrics) {
            [eventLoop = chassis.eventLoop] in
            await withCheckedContinuation { continuation in eventLoop.execute { continuation.resume() } }
        }
        let isGateway = parts.server != nil
        let options = ServerOptions(
            host: try configuration.require(isGateway ? Settings.opsHost : Settings.httpHost),
            port: try configuration.require(isGateway ? Settings.opsPort : Settings.httpPort),
            connections: try configuration.require(Settings.httpConnections),
            idleSeconds: try configuration.require(Settings.httpIdleSeconds),
            bodySeconds: try configuration.require(Settings.httpBodySeconds),
            bodyBytes: try configuration.require(Settings.httpBodyMebibytes) << 20)
        let inner = ServiceServer(
            routes: routes + probes, options: options, tokens: chassis.tokens,
            internalToken: InternalToken(configuration[Settings.internalToken]), readiness: chassis.readiness,
            metrics: chassis.metrics, logger: chassis.logger
        ) { [logger = chassis.logger] port in logger.notice("listening", metadata: ["port": "\(port)"]) }
        return [inner] + (parts.server.map { [$0] } ?? [])
    }
}
