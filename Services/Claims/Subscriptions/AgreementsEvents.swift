import Chassis
import Contracts
import Messaging

/// What the service does on the events of Agreements: it keeps copies, and forgets tenants that leave.
enum AgreementsEvents {
    /// Who may claim, under which terms, and from which fees a credit is counted.
    static let known: Set<Known> = [.tenants, .customers, .members, .services, .agreements, .subscriptions]

    /// The handlers of all of it.
    static let subscription = KnownThings(known, consumer: ServiceName.claims.rawValue).subscription
}
