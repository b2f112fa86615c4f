import Contracts
import Foundation

/// An event as the feed handles it: read once from its stream, shared by all who are told of it.
final class FeedEvent: Sendable {
    /// Who produced it.
    let service: ServiceName
    /// Its place in its partition of the producer.
    let position: Int64
    /// Whose it is.
    let tenant: TenantID
    /// Its type.
    let type: String
    /// Whom it concerns within the tenant.
    let audience: FeedAudience
    /// The envelope, as it was stored.
    let json: Data

    /// Reads an envelope at its position; nil when it is not an event.
    init?(service: ServiceName, position: Int64, json: Data) {
        guard let envelope = try? EventEnvelope(json: json), envelope.source == service else { return nil }
        self.service = service
        self.position = position
        tenant = envelope.tenant
        type = envelope.type
        audience = FeedAudience(envelope)
        self.json = json
    }
}
