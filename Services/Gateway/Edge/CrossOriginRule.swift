import HTTPTypes
import HummingbirdCore

/// Which pages of other origins may call the API from a browser (CORS). None, unless the installation names them.
struct CrossOriginRule: Sendable {
    /// How long a browser may remember a preflight, in seconds.
    private static let maximumAgeSeconds = 600
    private static let methods = "GET, HEAD, POST, PUT, PATCH, DELETE"
    private static let requestHeaders =
        "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Accept, traceparent, X-Request-Id"
    private static let exposedHeaders = "ETag, Location, Link, Retry-After, RateLimit, RateLimit-Policy, X-Request-Id"

    private let origins: Set<String>

    /// Reads a list of origins separated by commas; `*` allows every origin.
    init(_ text: String?) {
        origins = Set((text ?? "").split(separator: ",").map { $0.filter { $0 != " " } })
    }

    /// The answer to a preflight of an allowed origin; nil for everything else.
    func preflight(_ request: Request) -> Response? {
        guard request.method == .options, request.headers[.accessControlRequestMethod] != nil, isAllowed(request) else {
            return nil
        }
        var headers = HTTPFields()
        headers[.accessControlAllowMethods] = Self.methods
        headers[.accessControlAllowHeaders] = Self.requestHeaders
        headers[.accessControlMaxAge] = String(Self.maximumAgeSeconds)
        return Response(status: .noContent, headers: headers)
    }

    /// Adds what lets an allowed origin read the answer.
    func allow(_ request: Request, _ response: inout Response) {
        guard !origins.isEmpty else { return }
        response.headers[.vary] = response.headers[.vary].map { "\($0), Origin" } ?? "Origin"
        guard isAllowed(request), let origin = request.headers[.origin] else { return }
        response.headers[.accessControlAllowOrigin] = origin
        response.headers[.accessControlExposeHeaders] = Self.exposedHeaders
    }

    private func isAllowed(_ request: Request) -> Bool {
        guard let origin = request.headers[.origin] else { return false }
        return origins.contains("*") || origins.contains(origin)
    }
}
