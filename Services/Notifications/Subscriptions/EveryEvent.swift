import Chassis
import Contracts
import Messaging
import Postgres
import Terms

/// Tells the tenant's endpoints of everything that happens, each of what it asked for.
struct EveryEvent: Sendable {
    /// Whose events are told on; the service's own are told where they are made.
    static let producers: [ServiceName] = [.agreements, .availability, .ticketing, .claims]

    let chassis: Chassis

    /// The handlers of all of it.
    var subscriptions: [Subscription] {
        Self.producers.map { producer in
            Subscription(consumer: ServiceName.notifications.rawValue, from: producer) { on in
                on.onEvery { events, transaction in
                    guard let tenant = events.first?.tenant else { return }
                    let deliveries = try await deliveries(of: events, tenant, transaction)
                    try transaction.enqueue(DeliveryStore.insert(deliveries, of: tenant))
                }
            }
        }
    }

    /// Tells of events of the service's own: others by the outbox, the tenant's endpoints as of all others.
    func tell(_ events: [OutboxEvent], _ tenant: TenantID, _ transaction: Transaction) async throws {
        guard !events.isEmpty else { return }
        let deliveries = try await deliveries(of: events.map(\.envelope), tenant, transaction)
        try transaction.enqueue([Outbox.insert(events)] + DeliveryStore.insert(deliveries, of: tenant))
    }

    /// What events make for the endpoints. An endpoint is not told of what was before it: history is read over the API.
    private func deliveries(
        of events: [EventEnvelope], _ tenant: TenantID, _ transaction: Transaction
    ) async throws -> [NewDelivery] {
        let now = chassis.clock.now
        let endpoints = try await transaction.query(WebhookStore.enabled(of: tenant)).map(WebhookStore.decode)
        return events.flatMap { event in
            endpoints.filter { event.time >= $0.createdAt && EventTypes.matches($0.types, event.type) }
                .map { NewDelivery(event, to: $0, at: now) }
        }
    }
}
