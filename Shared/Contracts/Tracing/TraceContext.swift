/// What the current task works on: goes into every log line, every event and every request that leaves.
public struct TraceContext: Sendable {
    /// The trace, and this process's part of it.
    public let traceparent: Traceparent
    /// Identifies the request, where there is one.
    public let requestID: String?
    /// Whose data is worked on, where that is known.
    public let tenant: TenantID?

    /// A context.
    public init(traceparent: Traceparent, requestID: String? = nil, tenant: TenantID? = nil) {
        self.traceparent = traceparent
        self.requestID = requestID
        self.tenant = tenant
    }

    /// The context of the current task; nil outside of any.
    @TaskLocal public static var current: TraceContext?

    /// The `traceparent` to put into an event or a request that this task sends; nil outside of any context.
    public static var traceparent: String? { current?.traceparent.description }

    /// Runs `body` as part of the trace that an event came with, or as a new trace when it came with none.
    public static func continuing<Result>(
        _ traceparent: String?, tenant: TenantID? = nil, _ body: () async throws -> Result
    ) async rethrows -> Result {
        let parent = traceparent.flatMap { Traceparent($0) }
        let context = TraceContext(traceparent: parent?.child() ?? Traceparent(), tenant: tenant)
        return try await $current.withValue(context) { try await body() }
    }
}
