import Chassis
import Contracts
import Messaging

/// What the service does on the events of Agreements: it keeps copies, and forgets tenants that leave.
enum AgreementsEvents {
    /// Who there is to tell, and about what.
    static let known: Set<Known> = [.tenants, .customers, .members, .services, .agreements, .subscriptions]

    /// The service's own tables with rows of tenants.
    private static let own = ["notice_customers", "notices", "known_maintenance", "deliveries", "webhooks", "preferences"]

    /// The handlers of all of it.
    static let subscription = KnownThings(known, consumer: ServiceName.notifications.rawValue, alsoErasing: own).subscription
}
