import Contracts
import Foundation
import HTTPTypes

/// What operators and orchestrators ask: /livez, /readyz, /startupz, /metrics.
public enum OperationalRoutes {
    /// The routes of a process.
    ///
    /// - Parameter tick: returns once the process's loop has run something: a process whose loop is stuck is not alive.
    public static func routes(
        readiness: Readiness, metrics: MetricsRegistry, tick: @escaping @Sendable () async -> Void
    ) -> [Route] {
        [
            Route(.get, "/livez", access: .anyone) { _ in
                await tick()
                return uncached(.text("alive\n"))
            },
            Route(.get, "/startupz", access: .anyone) { _ in
                guard readiness.phase != .starting else { throw Problem.unavailable("starting") }
                return uncached(.text("started\n"))
            },
            Route(.get, "/readyz", access: .anyone) { _ in
                let report = await readiness.report()
                return uncached(try .json(report, status: report.status == "pass" ? .ok : .serviceUnavailable))
            },
            Route(.get, "/metrics", access: .anyone) { request in
                let format = MetricsRegistry.Format(accept: request.headers[.accept])
                return uncached(.text(await metrics.exposition(format), type: format.contentType))
            },
        ]
    }

    private static func uncached(_ reply: Reply) -> Reply {
        reply.with(.cacheControl, "no-store")
    }
}
