import AsyncHTTPClient
import Contracts
import Foundation
import HTTPTypes
import Messaging
import NIOCore
import NIOHTTP1

/// Reads the outboxes of other services over HTTP, where Redis has lost or trimmed their events.
public struct HTTPEventSource: EventSource {
    /// Longest wait for a page, in seconds.
    private static let timeoutSeconds: Int64 = 15
    /// The largest answer in bytes: a page of events, most of them far below their bound.
    private static let maximumBytes = 64 << 20

    private let http: HTTPClient
    private let addresses: ServiceAddresses
    private let token: String

    /// Reads with the installation's token.
    public init(http: HTTPClient, addresses: ServiceAddresses, token: String) {
        self.http = http
        self.addresses = addresses
        self.token = token
    }

    /// A stretch of a partition.
    ///
    /// - Throws: ``Problem`` when the service does not answer as it should.
    public func page(from service: ServiceName, partition: Int, after: Int64, limit: Int) async throws -> EventPage {
        // A consumer may want more at once than a page holds; it asks again.
        let limit = min(limit, InternalRoutes.eventsPageMaximum)
        return try await get(
            EventPage.self, from: service, "\(InternalRoutes.events)?partition=\(partition)&after=\(after)&limit=\(limit)")
    }

    /// The last position of each partition.
    ///
    /// - Throws: ``Problem`` when the service does not answer as it should.
    public func heads(of service: ServiceName) async throws -> [Int64] {
        try await get([Int64].self, from: service, InternalRoutes.heads)
    }

    private func get<Answer: Decodable>(_ type: Answer.Type, from service: ServiceName, _ path: String) async throws -> Answer {
        guard let address = addresses[service] else { throw Problem.badGateway("\(service.rawValue) has no address") }
        var request = HTTPClientRequest(url: address + path)
        request.headers.add(name: "authorization", value: "Bearer \(token)")
        if let traceparent = TraceContext.traceparent { request.headers.add(name: "traceparent", value: traceparent) }
        let response = try await http.execute(request, timeout: .seconds(Self.timeoutSeconds))
        guard response.status == .ok else {
            throw Problem.badGateway("\(service.rawValue) answered \(response.status.code)")
        }
        let body = try await response.body.collect(upTo: Self.maximumBytes)
        return try PledgeJSON.decode(type, from: Data(body.readableBytesView))
    }
}
