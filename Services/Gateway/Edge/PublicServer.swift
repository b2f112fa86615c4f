import Chassis
import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import ServiceLifecycle

/// The server of the public port.
struct PublicServer: Service {
    /// Pending connections that the kernel holds while none is accepted.
    private static let backlog = 512
    /// The largest header section in bytes.
    private static let headerBytes = 32 * 1024

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
        let application = Application(
            responder: responder,
            server: .http1(
                configuration: .init(
                    idleTimeout: .seconds(Int64(options.idleSeconds)),
                    httpDecoderConfiguration: .init(maxHeaderFieldSize: Self.headerBytes, maxHeaderListSize: Self.headerBytes))),
            configuration: ApplicationConfiguration(
                address: .hostname(options.host, port: options.port), backlog: Self.backlog,
                availableConnectionsDelegate: .maximum(options.connections, logger: logger)),
            onServerRunning: { [logger, onRunning] channel in
                let port = channel.localAddress?.port ?? 0
                logger.notice("listening", metadata: ["port": .stringConvertible(port)])
                await onRunning(port)
            },
            logger: logger)
        try await application.run()
    }
}
