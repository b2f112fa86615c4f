import HTTPTypes

extension HTTPField.Name {
    /// RFC 8288.
    static let link = Self.known("Link")
    /// Identifies a request in the answer and in the logs.
    static let xRequestID = Self.known("X-Request-Id")
    /// W3C trace context.
    static let traceparent = Self.known("traceparent")
    /// Makes a POST safe to repeat.
    static let idempotencyKey = Self.known("Idempotency-Key")
    /// Says that an answer is the stored one.
    static let idempotentReplayed = Self.known("Idempotent-Replayed")

    /// A name that is known to be well formed; `.accept` can never come out of it, as a test shows.
    private static func known(_ text: String) -> Self { Self(text) ?? .accept }
}
