import Contracts
import HTTPTypes

/// One method on one path of a service: who may call it, what it reads, and what it does.
public struct Route: Sendable {
    /// What the route does with a request that has passed all checks.
    public typealias Handler = @Sendable (APIRequest) async throws -> Reply

    /// Who may call.
    public enum Access: Sendable, Hashable {
        /// Everybody, without a token.
        case anyone
        /// Callers whose token carries at least one of the roles.
        case roles(Set<Role>)
        /// Other services of the installation, by the installation's token.
        case installation
    }

    /// The method; GET serves HEAD too.
    public let method: HTTPRequest.Method
    /// The path template, `/v1/customers/{id}`: a part in braces takes any text without a slash.
    public let path: String
    /// Who may call.
    public let access: Access
    /// The names of the query parameters that the route knows; any other is a 400. `limit` and `cursor` are to be named too.
    public let query: Set<String>
    /// What the route reads.
    public let body: BodyRule
    /// What it does.
    public let handler: Handler

    /// A route for callers with one of `roles`.
    public init(
        _ method: HTTPRequest.Method, _ path: String, roles: Set<Role>, query: Set<String> = [], body: BodyRule = .none,
        handler: @escaping Handler
    ) {
        self.init(method, path, access: .roles(roles), query: query, body: body, handler: handler)
    }

    /// A route with any kind of access.
    public init(
        _ method: HTTPRequest.Method, _ path: String, access: Access, query: Set<String> = [], body: BodyRule = .none,
        handler: @escaping Handler
    ) {
        self.method = method
        self.path = path
        self.access = access
        self.query = query
        self.body = body
        self.handler = handler
    }
}

/// What a route reads from a request's body.
public enum BodyRule: Sendable, Hashable {
    /// The largest JSON body in bytes unless a route says otherwise: forms of people and machines, never bulk.
    public static let defaultMaximumBytes = 256 * 1024

    /// Nothing; a body is refused with 413.
    case none
    /// JSON, read with `request.body`; other media types are refused with 415.
    case json(maximumBytes: Int = defaultMaximumBytes)
    /// JSON or nothing at all.
    case optionalJSON(maximumBytes: Int = defaultMaximumBytes)
    /// Bytes of the given media types (`*/*` takes all), read with `request.bytes`.
    case raw(maximumBytes: Int, types: [String])
}
