import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// Asks an HTTP server a yes-or-no question.
enum HTTPProbe {
    /// Longer than any healthy answer takes on a loaded machine.
    private static let timeout = TimeAmount.seconds(2)

    /// True when the server answers the path with 200.
    static func isOK(port: Int, path: String) async -> Bool {
        let request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        guard let response = try? await HTTPClient.shared.execute(request, timeout: timeout) else { return false }
        // The connection goes back to the pool only when the body has been read.
        _ = try? await response.body.collect(upTo: 64 << 10)
        return response.status.code == 200
    }
}
