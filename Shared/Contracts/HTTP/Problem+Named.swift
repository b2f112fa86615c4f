extension Problem {
    /// 400: the request cannot be understood.
    public static func badRequest(_ detail: String) -> Problem {
        Problem(status: 400, slug: "bad-request", title: "The request cannot be understood", detail: detail)
    }

    /// 400: the body is not JSON.
    public static func malformedBody(_ detail: String) -> Problem {
        Problem(status: 400, slug: "malformed-body", title: "The body cannot be parsed", detail: detail)
    }

    /// 400: a query parameter that the route does not have, or whose value it cannot read.
    public static func badQuery(_ name: String, _ detail: String) -> Problem {
        Problem(status: 400, slug: "bad-query", title: "A query parameter is wrong", detail: "\(name): \(detail)")
    }

    /// 401: no token, or one that is not accepted.
    public static func unauthorized(_ detail: String? = nil) -> Problem {
        Problem(
            status: 401, slug: "unauthorized", title: "A valid access token is required", detail: detail,
            headers: [
                "www-authenticate": detail == nil ? #"Bearer realm="pledge""# : #"Bearer realm="pledge", error="invalid_token""#
            ])
    }

    /// 403: the caller is known and may not do this.
    public static func forbidden(_ detail: String? = nil) -> Problem {
        Problem(
            status: 403, slug: "forbidden", title: "You may not do this", detail: detail,
            headers: ["www-authenticate": #"Bearer realm="pledge", error="insufficient_scope""#])
    }

    /// 404: there is no such thing, or it is somebody else's.
    public static func notFound(_ what: String? = nil) -> Problem {
        Problem(status: 404, slug: "not-found", title: "There is no such thing", detail: what.map { "no such \($0)" })
    }

    /// 405: the path exists, the method does not.
    public static func methodNotAllowed(_ allowed: [String]) -> Problem {
        let list = allowed.sorted().joined(separator: ", ")
        return Problem(
            status: 405, slug: "method-not-allowed", title: "The path does not have this method", detail: "it has \(list)",
            headers: ["allow": list])
    }

    /// 406: none of the accepted media types can be given.
    public static func notAcceptable(_ offered: [String]) -> Problem {
        Problem(
            status: 406, slug: "not-acceptable", title: "No acceptable media type",
            detail: "it comes as \(offered.joined(separator: ", "))")
    }

    /// 408: the body did not arrive in time.
    public static let requestTimeout = Problem(
        status: 408, slug: "request-timeout", title: "The request did not arrive in time", headers: ["connection": "close"])

    /// 409: the state of the thing forbids it.
    public static func conflict(_ detail: String, slug: String = "conflict") -> Problem {
        Problem(status: 409, slug: slug, title: "The state of the resource forbids this", detail: detail)
    }

    /// 409: a request with the same Idempotency-Key is being worked on.
    public static let idempotencyInFlight = Problem(
        status: 409, slug: "idempotency-in-flight", title: "A request with this Idempotency-Key is in flight",
        detail: "wait for its answer, then repeat the request", headers: ["retry-after": "1"])

    /// 412: the resource has changed since.
    public static func preconditionFailed(_ detail: String? = nil) -> Problem {
        Problem(
            status: 412, slug: "precondition-failed", title: "The resource is not in the state that If-Match names",
            detail: detail ?? "read it again and repeat the change")
    }

    /// 413: the body is larger than the route takes.
    public static func tooLarge(maximumBytes: Int) -> Problem {
        Problem(
            status: 413, slug: "too-large", title: "The body is too large", detail: "at most \(maximumBytes) bytes are taken",
            headers: ["connection": "close"])
    }

    /// 415: the route does not read this media type.
    public static func unsupportedMediaType(_ accepted: [String]) -> Problem {
        Problem(
            status: 415, slug: "unsupported-media-type", title: "The media type of the body is not read here",
            detail: "it reads \(accepted.joined(separator: ", "))", headers: ["accept": accepted.joined(separator: ", ")])
    }

    /// 422: the body is well formed and wrong; every error at once.
    public static func validation(_ errors: [FieldError]) -> Problem {
        Problem(
            status: 422, slug: "validation", title: "The body is not valid",
            detail: errors.count == 1 ? errors[0].detail : "\(errors.count) errors", errors: errors)
    }

    /// 422: one thing in the body is wrong.
    public static func validation(_ pointer: String, _ detail: String) -> Problem {
        .validation([FieldError(pointer: pointer, detail: detail)])
    }

    /// 422: the Idempotency-Key was used for another request.
    public static let idempotencyMismatch = Problem(
        status: 422, slug: "idempotency-mismatch", title: "This Idempotency-Key was used for another request",
        detail: "use a new key for a new request")

    /// 428: the change must say which state it changes.
    public static let preconditionRequired = Problem(
        status: 428, slug: "precondition-required", title: "If-Match is required",
        detail: "send the ETag of the representation that you changed")

    /// 429: too many requests.
    public static func rateLimited(retryAfterSeconds: Int) -> Problem {
        Problem(
            status: 429, slug: "rate-limited", title: "Too many requests", detail: "try again in \(retryAfterSeconds) s",
            headers: ["retry-after": String(retryAfterSeconds)])
    }

    /// 500: a fault of ours; the request id finds it in the log.
    public static let internalError = Problem(
        status: 500, slug: "internal", title: "The service failed to answer", detail: "the request id finds the cause in the log")

    /// 502: a service behind this one did not give an answer.
    public static func badGateway(_ detail: String) -> Problem {
        Problem(status: 502, slug: "bad-gateway", title: "A service did not answer", detail: detail)
    }

    /// 503: not now.
    public static func unavailable(_ detail: String, retryAfterSeconds: Int = 1) -> Problem {
        Problem(
            status: 503, slug: "unavailable", title: "The service cannot answer now", detail: detail,
            headers: ["retry-after": String(retryAfterSeconds)])
    }
}
