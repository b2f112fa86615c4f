import Contracts
import EventLoop
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Where and within which bounds a server listens.
public struct ServerOptions: Sendable {
    /// The address.
    public var host: String
    /// The port; 0 takes any.
    public var port: Int
    /// Most open connections; more wait in the backlog.
    public var connections: Int
    /// Seconds after which a connection without a request is closed.
    public var idleSeconds: Int
    /// Seconds within which a body must have arrived.
    public var bodySeconds: Int

    /// Bytes that all bodies together may take in memory.
    public var bodyBytes: Int

    /// Bounds that suit tests; services take theirs from the configuration.
    public init(
        host: String = "127.0.0.1", port: Int = 0, connections: Int = 1024, idleSeconds: Int = 60, bodySeconds: Int = 30,
        bodyBytes: Int = 64 << 20
    ) {
        self.host = host
        self.port = port
        self.connections = connections
        self.idleSeconds = idleSeconds
        self.bodySeconds = bodySeconds
        self.bodyBytes = bodyBytes
    }
}

/// An HTTP server with the rules of this system: idle connections are closed, their number and every body are bounded,
/// and everything that goes wrong is a problem document.
public struct ServiceServer: Service {
    private let options: ServerOptions
    private let logger: Logger
    private let deadlines: BodyDeadlines
    private let onRunning: @Sendable (Int) async -> Void
    private let responder: APIResponder

    /// A server of routes.
    ///
    /// - Parameters:
    ///   - tokens: verifies callers; without it only routes for anyone are served.
    ///   - onRunning: told the port once connections are accepted.
    public init(
        routes: [Route], options: ServerOptions, tokens: TokenVerifier?, internalToken: InternalToken = InternalToken(nil),
        readiness: Readiness, metrics: MetricsRegistry, logger: Logger,
        onRunning: @escaping @Sendable (Int) async -> Void = { _ in }
    ) {
        self.options = options
        self.logger = logger
        self.onRunning = onRunning
        deadlines = BodyDeadlines(seconds: options.bodySeconds)
        responder = APIResponder(
            table: RouteTable(routes), tokens: tokens, internalToken: internalToken, readiness: readiness,
            metrics: HTTPMetrics(registry: metrics),
            bodies: BodyReader(deadlines: deadlines, budget: BodyBudget(bytes: options.bodyBytes)), logger: logger)
    }

    /// Serves until a graceful shutdown, which lets requests in flight end.
    public func run() async throws {
        // The framework tells what this server tells better.
        var quiet = logger
        quiet.logLevel = max(logger.logLevel, .warning)
        let application = options.application(responder, logger: quiet, onRunning: onRunning)
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await deadlines.run() }
            defer { group.cancelAll() }
            try await application.run()
        }
    }
}
