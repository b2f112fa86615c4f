import Hummingbird
import HummingbirdCore
import Logging
import NIOCore

extension ServerOptions {
    /// Pending connections that the kernel holds while none is accepted.
    private static let backlog = 512
    /// The largest header section in bytes.
    private static let headerBytes = 32 * 1024

    /// An HTTP server within these bounds: the inner ones of all services, and the gateway's public one.
    ///
    /// - Parameter onRunning: told the port once connections are accepted.
    public func application<Responder: HTTPResponder>(
        _ responder: Responder, logger: Logger, onRunning: @escaping @Sendable (Int) async -> Void
    ) -> Application<Responder> where Responder.Context: InitializableFromSource<ApplicationRequestContextSource> {
        Application(
            responder: responder,
            server: .http1(
                configuration: .init(
                    idleTimeout: .seconds(Int64(idleSeconds)),
                    httpDecoderConfiguration: .init(maxHeaderFieldSize: Self.headerBytes, maxHeaderListSize: Self.headerBytes))),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port), backlog: Self.backlog,
                availableConnectionsDelegate: .maximum(connections, logger: logger)),
            onServerRunning: { channel in await onRunning(channel.localAddress?.port ?? 0) },
            logger: logger)
    }
}
