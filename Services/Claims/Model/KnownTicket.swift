import Contracts
import Terms

/// A ticket that a claim may come of, as the service knows it.
struct KnownTicket: Sendable, Equatable, Decodable {
    let id: TicketID
    let customer: CustomerID
    /// The service that it is about; nil where it is about none in particular.
    let service: ServiceID?
    let openedAt: Instant
}
