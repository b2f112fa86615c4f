import AsyncHTTPClient
import Chassis
import Contracts
import Foundation
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import ServiceLifecycle

/// `GET /v1/events`: the tenant's events as they happen.
struct EventRoute: Sendable {
    /// Subscriptions of a customer in a page, and pages that are read: no customer has more contracts.
    private static let pageSize = 200
    private static let maximumPages = 50
    private static let maximumPageBytes = 1 << 20

    let hub: FeedHub
    let history: FeedHistory
    let upstreams: Upstreams
    let logger: Logger

    /// Begins a stream.
    /// - Throws: 400 for a query or position that cannot be read, 413 for a body, 429 past the tenant's bound, 502 to 504 when a
    ///   customer's subscriptions cannot be read.
    func respond(_ exchange: Exchange, _ identity: Authenticator.Identity) async throws -> Response {
        let query = try QueryString.parse(exchange.query, known: ["types", "last_event_id"])
        if exchange.hasBody { throw Problem.tooLarge(maximumBytes: 0) }
        let filter = try query.text("types").map { text throws(Problem) in try FeedFilter(text) } ?? .all
        let resume = try resumption(exchange, query)
        var headers = HTTPFields()
        headers[.contentType] = "text/event-stream"
        headers[.cacheControl] = "no-cache, no-store"
        headers[.accelBuffering] = "no"
        if exchange.request.method == .head { return Response(status: .ok, headers: headers) }
        let viewer = try await viewer(exchange, identity)
        let (start, mailbox) = try await hub.subscribe(viewer.tenant)
        let stream = EventStream(
            history: history, filter: filter, viewer: viewer, start: start, mailbox: mailbox, resume: resume, logger: logger)
        return Response(status: .ok, headers: headers, body: body(stream, exchange.request.body))
    }

    private func body(_ stream: EventStream, _ request: RequestBody) -> ResponseBody {
        let mailbox = stream.mailbox
        let guardian = ReaderGuard(hub: hub, tenant: stream.viewer.tenant, mailbox: mailbox)
        return ResponseBody { writer in
            defer { guardian.end() }
            // Used by one closure alone, which runs once, while this one waits for it.
            nonisolated(unsafe) var writer = writer
            var stream = stream
            try await withGracefulShutdownHandler {
                try await request.consumeWithInboundCloseHandler { _ in
                    try await stream.write { buffer in try await writer.write(buffer) }
                } onInboundClosed: {
                    mailbox.finish(.closed)
                }
            } onGracefulShutdown: {
                mailbox.finish(.closed)
            }
            try await writer.finish(nil)
        }
    }

    /// The position to go on from: the header, which browsers set by themselves, before the parameter.
    private func resumption(_ exchange: Exchange, _ query: QueryReader) throws(Problem) -> FeedPosition? {
        guard let text = exchange.request.headers[.lastEventID] ?? query.text("last_event_id"), !text.isEmpty else { return nil }
        guard let position = FeedPosition(text) else {
            throw .badRequest("Last-Event-ID is not the id of an event of this stream")
        }
        return position
    }

    /// What the caller may see. For a customer's people that takes its subscriptions, read as the caller.
    private func viewer(_ exchange: Exchange, _ identity: Authenticator.Identity) async throws -> FeedViewer {
        let caller = identity.caller
        guard let customer = caller.customer else { return FeedViewer(tenant: caller.tenant, customer: nil) }
        var services: Set<ServiceID> = []
        var agreements: Set<AgreementID> = []
        var cursor: String?
        for _ in 0..<Self.maximumPages {
            let page = try await subscriptions(exchange, identity, cursor)
            for subscription in page.data {
                services.insert(subscription.service)
                agreements.insert(subscription.agreement)
            }
            cursor = page.nextCursor
            if cursor == nil { break }
        }
        return FeedViewer(tenant: caller.tenant, customer: customer, services: services, agreements: agreements)
    }

    private struct SubscriptionPage: Decodable {
        struct Item: Decodable {
            let service: ServiceID
            let agreement: AgreementID
        }

        let data: [Item]
        let nextCursor: String?
    }

    private func subscriptions(
        _ exchange: Exchange, _ identity: Authenticator.Identity, _ cursor: String?
    ) async throws -> SubscriptionPage {
        // A cursor is base64url: nothing in it needs escaping.
        let target = "/v1/subscriptions?limit=\(Self.pageSize)" + (cursor.map { "&cursor=\($0)" } ?? "")
        let headers: HTTPHeaders = [
            "authorization": "Bearer \(identity.token)", "traceparent": exchange.traceparent.description,
            "x-request-id": exchange.requestID,
        ]
        let response = try await upstreams.send(
            Upstreams.Call(service: .agreements, method: .GET, target: target, headers: headers))
        guard response.status == .ok else { throw Problem.badGateway("the customer's subscriptions cannot be read") }
        let body = try await response.body.collect(upTo: Self.maximumPageBytes)
        return try PledgeJSON.decode(SubscriptionPage.self, from: Data(body.readableBytesView))
    }
}

/// Ends a reader when its answer has been written or dropped, whichever comes first: a client that goes away before the
/// stream begins must not hold a place.
private final class ReaderGuard: Sendable {
    private let hub: FeedHub
    private let tenant: TenantID
    private let mailbox: Mailbox

    init(hub: FeedHub, tenant: TenantID, mailbox: Mailbox) {
        self.hub = hub
        self.tenant = tenant
        self.mailbox = mailbox
    }

    deinit { hub.unsubscribe(tenant, mailbox) }

    /// Ends the reader; without effect the second time.
    func end() { hub.unsubscribe(tenant, mailbox) }
}
