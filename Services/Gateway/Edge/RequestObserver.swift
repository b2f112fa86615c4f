import Chassis
import Contracts
import HTTPTypes
import HummingbirdCore
import Logging

/// Counts, times and logs requests.
struct RequestObserver: Sendable {
    private let requests: HTTPMetrics
    private let registry: MetricsRegistry
    private let logger: Logger

    init(metrics: MetricsRegistry, logger: Logger) {
        requests = HTTPMetrics(registry: metrics)
        registry = metrics
        self.logger = logger
    }

    /// A request on its way.
    struct Span: Sendable {
        fileprivate let observer: RequestObserver
        fileprivate let method: HTTPRequest.Method
        fileprivate let start: UInt64

        /// The answer is known. The log adds request and trace by itself.
        /// - Parameter route: the path template; nil when there is none.
        func end(route: String?, status: Int) {
            let nanoseconds = MonotonicTime.nanoseconds() - start
            observer.requests.record(method: method, route: route, status: status, seconds: Double(nanoseconds) / 1e9)
            let level: Logger.Level = status >= 500 ? .warning : .info
            guard observer.logger.logLevel <= level else { return }
            observer.logger.log(
                level: level, "request",
                metadata: [
                    "method": "\(method.rawValue)", "route": "\(route ?? "none")", "status": .stringConvertible(status),
                    "duration_us": .stringConvertible(nanoseconds / 1000),
                ])
        }
    }

    /// A request has come.
    func begin(_ exchange: Exchange) -> Span {
        Span(observer: self, method: exchange.request.method, start: MonotonicTime.nanoseconds())
    }

    /// A request was refused by a limit.
    func refused(_ policy: String) {
        registry.counter(
            "gateway_rate_limited", help: "Requests refused by a rate limit.", labels: [("policy", policy)]
        ).increment()
    }

    /// Requests passed uncounted because the shared buckets cannot be reached.
    func uncounted(_ error: any Error) {
        registry.counter(
            "gateway_rate_limit_failures", help: "Failures to reach the rate limits; requests pass uncounted for a second each."
        ).increment()
        logger.warning("rate limits are not counted", metadata: ["error": "\(error)"])
    }
}
