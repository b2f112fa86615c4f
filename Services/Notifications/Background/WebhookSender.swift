import AsyncHTTPClient
import Chassis
import Contracts
import EventLoop
import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
import Postgres
import Terms

/// Sends events to endpoints, by the Standard Webhooks specification 1.0: a `webhook-id` that stays the same, the time, and a
/// signature over both and the body; anything but 2xx is a failure, 410 the end.
struct WebhookSender: DeliverySender {
    let channel = DeliveryResource.Channel.webhook
    let slots = 128
    let laneSlots = 16
    let leaseSeconds: Int64 = 60

    /// How long an attempt may take, from the name to the end of the answer.
    private static let timeout = Duration.seconds(15)
    /// How much of an answer is read, so that the connection can be used again; more closes it.
    private static let answerBytes = 64 * 1024

    let chassis: Chassis
    let rules: AddressRules
    private let clients = PinnedClients()

    init(chassis: Chassis, rules: AddressRules) {
        self.chassis = chassis
        self.rules = rules
    }

    func close() async { await clients.close() }

    func prepare(_ deliveries: [DueDelivery], at now: Instant) async throws -> [DueDelivery] {
        var endpoints: [WebhookID: SigningEndpoint] = [:]
        for (tenant, own) in Dictionary(grouping: deliveries, by: \.tenant) {
            let find = WebhookStore.signing(Array(Set(own.compactMap(\.webhook))), at: now, of: tenant)
            for row in try await chassis.database.query(find, tenant: tenant.uuid) {
                guard let (id, endpoint) = try WebhookStore.decodeSigning(row) else { continue }
                endpoints[id] = endpoint
            }
        }
        return deliveries.map { delivery in
            var delivery = delivery
            delivery.endpoint = delivery.webhook.flatMap { endpoints[$0] }
            return delivery
        }
    }

    func attempt(_ delivery: DueDelivery, at now: Instant) async throws -> AttemptOutcome {
        guard let endpoint = delivery.endpoint else { return AttemptOutcome(.refused, "the endpoint is disabled or gone") }
        switch await address(of: endpoint.url) {
        case .failure(let outcome): return outcome.outcome
        case .success(let address):
            return try await post(delivery, to: endpoint.url, at: address, signed(delivery, with: endpoint.secrets, at: now))
        }
    }

    /// An outcome that ends an attempt before anything is sent.
    private struct Unsent: Error {
        let outcome: AttemptOutcome
    }

    /// The address to connect to. Every address of the name must be allowed: a name that points inside as well is not trusted.
    private func address(of url: EndpointURL) async -> Result<String, Unsent> {
        func fail(_ kind: AttemptOutcome.Kind, _ answer: String) -> Result<String, Unsent> {
            .failure(Unsent(outcome: AttemptOutcome(kind, answer)))
        }
        let texts: [String]
        do {
            texts = NetworkAddress(url.host) == nil ? try await chassis.eventLoop.resolve(url.host) : [url.host]
        } catch {
            return fail(.failed, "the name \(url.host) could not be resolved")
        }
        let addresses = texts.compactMap { NetworkAddress($0) }
        guard let first = texts.first, let address = addresses.first, addresses.count == texts.count else {
            return fail(.failed, "the name \(url.host) has no address")
        }
        guard addresses.allSatisfy(rules.permits) else {
            return fail(.refused, "\(url.host) has an address that is not public")
        }
        guard url.scheme == "https" || rules.isAllowed(address) else { return fail(.refused, "only https: leaves this place") }
        return .success(first)
    }

    private func signed(_ delivery: DueDelivery, with secrets: [SigningSecret], at now: Instant) -> HTTPHeaders {
        let id = delivery.id.description
        let signatures = secrets.map { $0.signature(id: id, timestamp: now.epochSeconds, body: delivery.body) }
        var headers: HTTPHeaders = [
            "content-type": "application/cloudevents+json", "user-agent": "Pledge-Webhooks/1", "webhook-id": id,
            "webhook-timestamp": String(now.epochSeconds), "webhook-signature": signatures.joined(separator: " "),
        ]
        if let traceparent = TraceContext.traceparent { headers.add(name: "traceparent", value: traceparent) }
        return headers
    }

    private func post(
        _ delivery: DueDelivery, to url: EndpointURL, at address: String, _ headers: HTTPHeaders
    ) async throws -> AttemptOutcome {
        var request = HTTPClientRequest(url: url.text)
        request.method = .POST
        request.headers = headers
        request.body = .bytes(ByteBuffer(string: delivery.body))
        do {
            let prepared = request
            return try await clients.with(url.host, at: address) { client in
                try await Self.within(Self.timeout) { try await Self.exchange(prepared, client) }
            }
        } catch let error as HTTPClientError where Self.neverSent.contains(error) {
            return AttemptOutcome(.failed, "no connection: \(error.shortDescription)")
        } catch let error as HTTPClientError {
            try Task.checkCancellation()
            return AttemptOutcome(.unanswered, "no answer: \(error.shortDescription)")
        } catch is TooSlow {
            return AttemptOutcome(.unanswered, "no answer within \(Self.timeout.components.seconds) s")
        } catch {
            try Task.checkCancellation()
            return AttemptOutcome(.failed, "no connection")
        }
    }

    private static let neverSent: [HTTPClientError] = [
        .connectTimeout, .tlsHandshakeTimeout, .getConnectionFromPoolTimeout, .invalidURL, .emptyHost,
    ]

    private static func exchange(_ request: HTTPClientRequest, _ client: HTTPClient) async throws -> AttemptOutcome {
        let response = try await client.execute(request, deadline: .distantFuture)
        do {
            var read = 0
            for try await part in response.body {
                read += part.readableBytes
                if read > answerBytes { break }
            }
        } catch {
            // The status is the answer; what follows it is read for the connection's sake.
        }
        let status = "\(response.status.code)"
        switch response.status.code {
        case 200...299: return AttemptOutcome(.taken, status)
        case 410: return AttemptOutcome(.gone, status)
        default:
            let wait = response.headers.first(name: "retry-after").flatMap { Int64($0) }
            return AttemptOutcome(.failed, status, retryAfterSeconds: wait.map { max(0, $0) })
        }
    }

    private struct TooSlow: Error {}

    /// Runs `body`, and cancels it when it takes longer. Real time: the other side does not know the injected clock.
    private static func within<Value: Sendable>(
        _ limit: Duration, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: limit)
                throw TooSlow()
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw TooSlow() }
            return value
        }
    }
}
