import Contracts

/// Who does something to a ticket, and on whose side.
struct TicketActor: Sendable, Equatable {
    /// The id of the key or member.
    let principal: String
    /// Whose side.
    let party: TicketMessageResource.Party
}
