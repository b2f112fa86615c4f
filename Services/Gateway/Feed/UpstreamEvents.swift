import AsyncHTTPClient
import Contracts
import Foundation
import NIOCore
import NIOHTTP1

/// The producers' outboxes, over their inner API.
struct UpstreamEvents: FeedOutboxes {
    /// A page in bytes: as many events as a page holds, at a mebibyte each, are refused; none is near that size.
    private static let maximumPageBytes = 64 << 20

    let upstreams: Upstreams
    /// What services of the installation show each other.
    let internalToken: String?

    func page(_ stream: FeedStream, after position: Int64, limit: Int) async throws -> (entries: [FeedEntry], head: Int64) {
        var headers = HTTPHeaders()
        if let internalToken { headers.add(name: "authorization", value: "Bearer \(internalToken)") }
        let target = "\(InternalRoutes.events)?partition=\(stream.partition)&after=\(position)&limit=\(limit)"
        let response = try await upstreams.send(
            Upstreams.Call(service: stream.service, method: .GET, target: target, headers: headers))
        guard response.status == .ok else { throw Problem.badGateway("the events of \(stream.service.rawValue) cannot be read") }
        let body = try await response.body.collect(upTo: Self.maximumPageBytes)
        let page = try PledgeJSON.decode(EventPage.self, from: Data(body.readableBytesView))
        return (page.data.map { FeedEntry(position: $0.position, json: Data($0.envelope.utf8)) }, page.head)
    }
}
