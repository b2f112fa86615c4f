import Chassis
import Contracts
import Postgres

extension Chassis {
    /// The desk that a request is worked at.
    func desk(_ transaction: Transaction, _ request: APIRequest) async throws -> ClaimDesk {
        try await ClaimDesk(
            transaction, request.tenant, at: clock.now, traceparent: request.traceparent.description)
    }

    /// The desk that an event is worked at.
    func desk(_ transaction: Transaction, _ event: EventEnvelope) async throws -> ClaimDesk {
        try await ClaimDesk(transaction, event.tenant, at: clock.now, traceparent: event.traceparent)
    }
}
