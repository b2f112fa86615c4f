import Chassis
import Contracts
import Messaging
import Postgres
import Terms

extension ServiceUnderTest {
    /// Has the service hear of something, in a transaction like the subscriber's.
    @discardableResult
    public func hear(
        _ payload: some EventPayload, from source: ServiceName, of tenant: TenantID, at time: Instant? = nil
    ) async throws -> EventEnvelope {
        let event = try EventEnvelope(payload, tenant: tenant, subject: "subject", source: source, time: time ?? clock.now)
        try await hear(event)
        return event
    }

    /// Has the service hear of an event, perhaps again.
    public func hear(_ event: EventEnvelope) async throws {
        try await chassis.database.withTransaction(tenant: event.tenant.uuid) { transaction in
            for subscription in parts.subscriptions where subscription.producer == event.source {
                try await subscription.handle([event], transaction)
            }
        }
    }
}

extension CustomerState {
    /// A customer that is called by its key.
    public static func named(_ key: String, _ id: CustomerID, at now: Instant) -> CustomerState {
        CustomerState(
            id: id, key: key, name: key, timeZone: nil, contactEmail: nil, revision: 1, createdAt: now, updatedAt: now)
    }
}
