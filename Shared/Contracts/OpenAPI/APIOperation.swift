/// One operation of the public API, as the OpenAPI document states it: where it is, who owns it, who may call it, and
/// how large its body may be. The gateway routes by these, and every service's routes are compared with them.
public struct APIOperation: Hashable, Sendable {
    /// The `operationId`, unique in the document.
    public let id: String
    /// The HTTP method in upper case.
    public let method: String
    /// The path template, such as `/v1/customers/{id}`.
    public let path: String
    /// The service that answers (`x-pledge-service`).
    public let service: ServiceName
    /// Who may call it (`x-pledge-roles`).
    public let access: Access
    /// The largest body in bytes (`x-pledge-body-max-bytes`); nil when the operation takes no body.
    public let bodyMaxBytes: Int?
    /// The media types that the body may have, in the document's order.
    public let bodyTypes: [String]
    /// The names of the query parameters.
    public let queryParameters: Set<String>

    /// An operation.
    public init(
        id: String, method: String, path: String, service: ServiceName, access: Access, bodyMaxBytes: Int? = nil,
        bodyTypes: [String] = [], queryParameters: Set<String> = []
    ) {
        self.id = id
        self.method = method
        self.path = path
        self.service = service
        self.access = access
        self.bodyMaxBytes = bodyMaxBytes
        self.bodyTypes = bodyTypes
        self.queryParameters = queryParameters
    }

    /// Who may call an operation.
    public enum Access: Hashable, Sendable {
        /// No credential is asked for.
        case anyone
        /// The caller proves itself inside the operation, with an API key (`POST /v1/tokens`).
        case apiKey
        /// A verified caller with at least one of these roles.
        case roles(Set<Role>)
    }

    /// Whether repeating the request cannot change anything (RFC 9110, 9.2.1).
    public var isSafe: Bool { method == "GET" || method == "HEAD" }

    /// The names in braces of the path template, in order.
    public var pathParameters: [String] {
        path.split(separator: "/").compactMap { segment in
            segment.hasPrefix("{") && segment.hasSuffix("}") ? String(segment.dropFirst().dropLast()) : nil
        }
    }
}
