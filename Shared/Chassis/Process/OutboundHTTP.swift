import AsyncHTTPClient
import NIOCore
import NIOPosix

extension HTTPClient {
    /// How long a connection may take to come up.
    private static let connectTimeout = TimeAmount.seconds(5)
    /// How long a connection is kept without a request.
    private static let idleTimeout = TimeAmount.seconds(30)

    /// A client for other services and the world. No redirects, because a server could send us to another one; no proxies from
    /// the environment. Runs on the threads that serve HTTP.
    static func outbound() -> HTTPClient {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout = HTTPClient.Configuration.Timeout(connect: connectTimeout)
        configuration.connectionPool.idleTimeout = idleTimeout
        return HTTPClient(eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton), configuration: configuration)
    }
}
