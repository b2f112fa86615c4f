import Contracts
import Messaging
import Postgres

/// What the service does on the events of Ticketing: it knows which tickets a customer has opened, and when.
enum TicketingEvents {
    /// The handlers of all of it.
    static let subscription = Subscription(consumer: ServiceName.claims.rawValue, from: .ticketing) { on in
        on.on(TicketOpened.self) { told, event, transaction in
            let ticket = KnownTicket(
                id: told.ticket.id, customer: told.ticket.customer, service: told.ticket.service, openedAt: told.ticket.openedAt)
            try transaction.enqueue([KnownTicketStore.keep(ticket, of: event.tenant)])
        }
    }
}
