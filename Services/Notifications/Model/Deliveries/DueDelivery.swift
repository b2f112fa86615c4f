import Contracts
import Foundation
import Terms

/// A delivery that is being attempted.
struct DueDelivery: Sendable, Equatable {
    let tenant: TenantID
    let id: DeliveryID
    let channel: DeliveryResource.Channel
    let lane: UUID
    let webhook: WebhookID?
    let recipient: String
    let language: String?
    let subject: String?
    let body: String
    /// The number of this attempt, from 1.
    let attempt: Int
    /// Whether an attempt before this one began and came to no known end: it may have arrived.
    let followsLost: Bool
    let traceparent: String?
    let createdAt: Instant
    /// Where it goes; nil for mail, and when the endpoint is disabled or gone.
    var endpoint: SigningEndpoint?
}
