import Chassis
import Contracts
import Messaging

/// What the service does on the events of Agreements: it keeps copies, and forgets tenants that leave.
enum AgreementsEvents {
    /// Who may open a ticket, for what, and which hours and targets hold for whom.
    static let known: Set<Known> = [.tenants, .customers, .members, .services, .calendars, .agreements, .subscriptions]

    /// The handlers of all of it.
    static let subscription = KnownThings(known, consumer: ServiceName.ticketing.rawValue).subscription
}
