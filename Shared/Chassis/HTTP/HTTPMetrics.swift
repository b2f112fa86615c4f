import EventLoop
import HTTPTypes

/// Requests by method, route template and status: few series, however many URLs there are.
public final class HTTPMetrics: Sendable {
    private struct Key: Hashable {
        let method: String
        let route: String
        let status: Int
    }

    private let registry: MetricsRegistry
    private let known = Locked([Key: MetricHistogram]())

    /// Counts into a registry.
    public init(registry: MetricsRegistry) {
        self.registry = registry
    }

    /// Counts a request; `route` is nil when no route matched.
    public func record(method: HTTPRequest.Method, route: String?, status: Int, seconds: Double) {
        // A method is text from outside until a route has matched it.
        let key = Key(method: route == nil ? "other" : method.rawValue, route: route ?? "none", status: status)
        let histogram = known.withLock { $0[key] } ?? make(key)
        histogram.observe(seconds)
    }

    private func make(_ key: Key) -> MetricHistogram {
        let histogram = registry.histogram(
            "http_request_duration_seconds", help: "Time from a request's head to its answer's.",
            labels: [("method", key.method), ("route", key.route), ("status", String(key.status))])
        known.withLock { $0[key] = histogram }
        return histogram
    }
}
