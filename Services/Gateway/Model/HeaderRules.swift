import HTTPTypes

/// Which header fields pass the gateway, in both directions.
enum HeaderRules {
    /// Fields that belong to one connection (RFC 9110, 7.6.1), and what the gateway's own client or server sets.
    private static let hopByHop: Set<String> = [
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection", "te", "trailer",
        "transfer-encoding", "upgrade", "http2-settings",
    ]

    /// Request fields that the gateway sets itself, answers itself, or believes from nobody.
    private static let requestOnly: Set<String> = [
        "authorization", "content-length", "cookie", "expect", "forwarded", "host", "last-event-id", "traceparent",
        "tracestate", "via", "x-real-ip", "x-request-id",
    ]

    /// Response fields that the gateway sets itself.
    private static let responseOnly: Set<String> = [
        "alt-svc", "content-length", "date", "server", "set-cookie", "via", "x-powered-by", "x-request-id",
    ]

    /// Whether a request's field is passed on to the service.
    /// - Parameters:
    ///   - name: the field's canonical (lower-case) name.
    ///   - named: the names that the request's `Connection` field lists.
    static func passesRequest(_ name: String, connection named: Set<String>) -> Bool {
        !hopByHop.contains(name) && !requestOnly.contains(name) && !named.contains(name) && !name.hasPrefix("x-pledge-")
            && !name.hasPrefix("x-forwarded-") && !name.hasPrefix("sec-")
    }

    /// Whether a response's field is passed on to the client.
    static func passesResponse(_ name: String, connection named: Set<String>) -> Bool {
        !hopByHop.contains(name) && !responseOnly.contains(name) && !named.contains(name) && !name.hasPrefix("x-pledge-")
    }

    /// The names that `Connection` fields list, in lower case.
    static func connectionNames(_ values: [String]) -> Set<String> {
        if values.isEmpty { return [] }
        return Set(values.flatMap { $0.split(separator: ",").map { $0.filter { $0 != " " && $0 != "\t" }.lowercased() } })
    }

    /// What every answer carries unless it says something stricter itself: it is data for programs, never a page, a script or a
    /// frame. The one page that there is has a policy of its own.
    static let security: [(HTTPField.Name, String)] = [
        (.contentSecurityPolicy, "default-src 'none'; frame-ancestors 'none'"),
        (.xContentTypeOptions, "nosniff"),
        (.referrerPolicy, "no-referrer"),
    ]

    /// How answers may be kept unless the service says otherwise: by the caller alone, and asked for again with the ETag.
    static let cacheControl = "private, no-cache"
}

extension HTTPField.Name {
    /// `Referrer-Policy`.
    static let referrerPolicy = Self.known("Referrer-Policy")
    /// `X-Request-Id`.
    static let requestID = Self.known("X-Request-Id")
    /// `traceparent` (W3C trace context).
    static let traceparent = Self.known("traceparent")
    /// `tracestate` (W3C trace context).
    static let tracestate = Self.known("tracestate")
    /// `RateLimit` (draft-ietf-httpapi-ratelimit-headers).
    static let rateLimit = Self.known("RateLimit")
    /// `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers).
    static let rateLimitPolicy = Self.known("RateLimit-Policy")
    /// `Last-Event-ID` (HTML, server-sent events).
    static let lastEventID = Self.known("Last-Event-ID")
    /// `X-Accel-Buffering`: tells nginx not to hold a stream back.
    static let accelBuffering = Self.known("X-Accel-Buffering")

    /// A name that is known to be well formed; `.accept` can never come out of it.
    private static func known(_ text: String) -> Self { Self(text) ?? .accept }
}
