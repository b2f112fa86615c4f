import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Messaging
@testable import Notifications

extension World {
    /// Runs `body` with a service that sends, and an endpoint that is on this machine, which the installation allows.
    static func sending(
        to receiver: Receiver = Receiver(), networks: String = "127.0.0.0/8",
        _ body: @escaping @Sendable (World, String) async throws -> Void
    ) async throws {
        try await receiver.run { url in
            var options = ServiceUnderTest.Options()
            options.settings = ["PLEDGE_WEBHOOK_NETWORKS": networks]
            options.runsBackground = true
            try await World.with(options) { world in try await body(world, url) }
        }
    }

    /// Makes an endpoint.
    func webhook(_ url: String, types: [String] = []) async throws -> WebhookResource {
        let list = types.map { "\"\($0)\"" }.joined(separator: ",")
        let answer = try await service.send(.POST, "/v1/webhooks", as: admin, json: #"{"url":"\#(url)","types":[\#(list)]}"#)
        try #require(answer.status == 201, "\(answer.text)")
        return try answer.decode()
    }

    /// An endpoint as it stands.
    func webhook(_ id: WebhookID) async throws -> WebhookResource {
        try await service.send(.GET, "/v1/webhooks/\(id)", as: admin).decode()
    }

    /// Has something happen that every endpoint is told of; gives the event.
    @discardableResult
    func happen(key: String = "c") async throws -> EventEnvelope {
        let now = service.clock.now
        let customer = CustomerState(
            id: CustomerID(), key: key, name: key, timeZone: nil, contactEmail: nil, revision: 1, createdAt: now, updatedAt: now)
        return try await hear(CustomerCreated(customer: customer), from: .agreements)
    }

    /// The tenant's deliveries, the newest event first.
    func deliveries(_ query: String = "", as caller: Caller? = nil) async throws -> [DeliveryResource] {
        let answer = try await service.send(.GET, "/v1/deliveries\(query)", as: caller ?? admin)
        try #require(answer.status == 200, "\(answer.text)")
        return try answer.decode(ListPage<DeliveryResource>.self).data
    }

    /// The only delivery, once it is as expected.
    func delivery(
        _ what: String, _ query: String = "", where isSo: (DeliveryResource) -> Bool
    ) async throws -> DeliveryResource {
        try await eventually(what) { try await deliveries(query).first(where: isSo) }
    }
}
