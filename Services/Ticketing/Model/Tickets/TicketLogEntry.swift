import Terms

/// Something that happened to a ticket: what its clocks are judged by, for ever.
struct TicketLogEntry: Sendable, Equatable {
    /// What happened.
    enum Kind: String, CaseIterable, Sendable {
        /// It arrived, with a priority.
        case opened
        /// It states all that it must.
        case completed
        /// Its priority changed.
        case priority
        /// Somebody took it on.
        case acknowledged
        /// A person answered for the customer to see, for the first time.
        case responded
        /// It waits for the customer.
        case waiting
        /// It does not any more.
        case waitingEnded = "waiting_ended"
        case resolved
        case reopened
        case closed
        /// It goes on in another ticket: its clocks stand still.
        case merged
    }

    /// What happened.
    let kind: Kind
    /// When.
    let at: Instant
    /// Who did it: the id of a key or member.
    let actor: String
    /// The priority from then on; nil where it does not change.
    var priority: String?
    /// Why, where that was said.
    var reason: String?
}
