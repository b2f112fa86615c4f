import Chassis
import Contracts
import Foundation

/// Claims: claims, evidence, decisions, credits, their application to invoices.
@main struct App {
    static func main() async { await ServiceProcess.main(.claims) }
}

extension ServiceDefinition {
    /// The service as it runs in its process, and in tests.
    static let claims = ServiceDefinition(
        .claims, migrations: Bundle.module.bundleURL.appending(path: "Migrations"), work: .waits
    ) { chassis in
        let wake = Wake()
        let due = DueClaims(chassis: chassis, wake: wake)
        return ServiceParts(
            routes: ClaimRoutes(chassis: chassis, wake: wake).routes + CreditRoutes(chassis: chassis).routes,
            innerRoutes: OverviewRoutes(chassis: chassis).routes,
            subscriptions: AgreementsEvents(chassis: chassis, wake: wake).subscriptions
                + [AvailabilityEvents(chassis: chassis, wake: wake).subscription, TicketingEvents.subscription],
            background: [due.runner])
    }
}
