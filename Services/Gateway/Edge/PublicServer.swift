import Chassis
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// The server of the public port.
struct PublicServer: Service {
    private let responder: GatewayResponder
    private let options: ServerOptions
    private let logger: Logger
    private let onRunning: @Sendable (Int) async -> Void

    /// - Parameter onRunning: told the port once connections are accepted.
    init(_ responder: GatewayResponder, _ chassis: Chassis, onRunning: @escaping @Sendable (Int) async -> Void) throws {
        self.responder = responder
        self.onRunning = onRunning
        let configuration = chassis.configuration
        options = ServerOptions(
            host: try configuration.require(Settings.httpHost), port: try configuration.require(Settings.httpPort),
            connections: try configuration.require(Settings.httpConnections),
            idleSeconds: try configuration.require(Settings.httpIdleSeconds),
            bodySeconds: try configuration.require(Settings.httpBodySeconds))
        logger = chassis.logger
    }

    /// Serves until a graceful shutdown, which lets requests in flight end.
    func run() async throws {
        let application = options.application(responder, logger: logger) { [logger, onRunning] port in
            logger.notice("listening", metadata: ["port": .stringConvertible(port)])
            await onRunning(port)
        }
        // With one loop all connections are on its thread, and their tasks can be. Nothing that the gateway does for a request is
        // long enough to keep the others waiting; with more loops a task would be taken from one thread to another.
        let loops = MultiThreadedEventLoopGroup.singleton.makeIterator().map { $0 }
        let executor = loops.count == 1 ? ConnectionTaskExecutor(loops[0]) : nil
        try await withTaskExecutorPreference(executor) { try await application.run() }
    }
}
