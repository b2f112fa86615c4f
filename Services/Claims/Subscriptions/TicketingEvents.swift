import Contracts
import Messaging
import Postgres

/// What the service does on the events of Ticketing: it knows which tickets a customer has opened, and when.
enum TicketingEvents {
    /// Of an event about a ticket what is kept of it.
    private struct Told: Decodable {
        struct Content: Decodable { let ticket: KnownTicket }
        let data: Content
    }

    /// The handlers of all of it.
    static let subscription = Subscription(consumer: ServiceName.claims.rawValue, from: .ticketing) { on in
        on.onTogether([TicketOpened.type]) { events, transaction in
            let tickets = try events.map { try $0.read(Told.self).data.ticket }
            try transaction.enqueue([KnownTicketStore.keep(tickets, of: events[0].tenant)])
        }
    }
}
