import AsyncHTTPClient
import Chassis
import Contracts
import Foundation
import Logging
import NIOCore
import NIOHTTP1

/// Asks services for their parts of a view. A service that does not answer, or not in time, costs the view its part and
/// nothing else.
struct ViewParts: Sendable {
    /// The largest part in bytes that is read.
    private static let maximumBytes = 4 << 20

    /// What a service answered.
    enum Answer: Sendable {
        /// Its part.
        case part(Data)
        /// It knows no such thing.
        case absent
        /// Nobody can say now.
        case unavailable
    }

    let upstreams: Upstreams
    /// Seconds within which a service must have answered.
    let seconds: Int
    let metrics: MetricsRegistry
    let logger: Logger

    /// Asks a service.
    /// - Parameter token: whoever asks, or what services of the installation show each other; nil for nothing.
    func ask(_ service: ServiceName, _ target: String, token: String?, _ exchange: Exchange) async -> Answer {
        var headers: HTTPHeaders = ["traceparent": exchange.traceparent.description, "x-request-id": exchange.requestID]
        if let token { headers.add(name: "authorization", value: "Bearer \(token)") }
        let call = Upstreams.Call(service: service, method: .GET, target: target, headers: headers)
        do {
            let (status, body) = try await Deadline.run(seconds: seconds, otherwise: Problem.gatewayTimeout(service)) {
                let response = try await upstreams.send(call)
                return (response.status, try await response.body.collect(upTo: Self.maximumBytes))
            }
            switch status {
            case .ok: return .part(Data(body.readableBytesView))
            case .notFound: return .absent
            default: return failed(service, "it answered \(status.code)")
            }
        } catch {
            return failed(service, "\(error)")
        }
    }

    private func failed(_ service: ServiceName, _ reason: String) -> Answer {
        metrics.counter(
            "gateway_view_parts_missing", help: "Parts that a service did not give for a view that is put together of several.",
            labels: [("service", service.rawValue)]
        ).increment()
        logger.warning("a view lacks a part", metadata: ["service": "\(service.rawValue)", "reason": "\(reason)"])
        return .unavailable
    }
}
