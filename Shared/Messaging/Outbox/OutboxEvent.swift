import Contracts
import Foundation
import Terms

/// An event that is to be told to others once the state that it tells of is committed.
public struct OutboxEvent: Sendable {
    /// The event as it will travel.
    public let envelope: EventEnvelope

    /// An event about `subject`, the id of the thing that changed.
    ///
    /// - Parameters:
    ///   - traceparent: the trace in which it happened; by default that of the current task (``TraceContext``).
    ///   - time: when it happened, by the service's clock.
    /// - Throws: ``MessagingError`` when the payload's type names no service or the envelope is larger than
    ///   `EventEnvelope.maximumBytes`; `EncodingError`.
    public init<Payload: EventPayload>(
        _ payload: Payload, tenant: TenantID, subject: String, traceparent: String? = TraceContext.traceparent, at time: Instant
    ) throws {
        // "pledge.<service>.<thing>.<happened>.v1"
        let parts = Payload.type.split(separator: ".")
        guard parts.count > 2, let source = ServiceName(rawValue: String(parts[1])) else {
            throw MessagingError(.invalidEvent, "the type \(Payload.type) names no service")
        }
        envelope = try EventEnvelope(
            payload, tenant: tenant, subject: subject, source: source, time: time, traceparent: traceparent)
        guard envelope.json.count <= EventEnvelope.maximumBytes else {
            throw MessagingError(.invalidEvent, "\(Payload.type) about \(subject) is \(envelope.json.count) bytes long")
        }
    }
}
