import Chassis
import Contracts
import Foundation

/// Notifications: who is told what, when, over which channel, with proof.
@main struct App {
    static func main() async { await ServiceProcess.main(.notifications) }
}

extension ServiceDefinition {
    /// The service as it runs in its process, and in tests.
    static let notifications = ServiceDefinition(
        .notifications, migrations: Bundle.module.bundleURL.appending(path: "Migrations")
    ) { chassis in
        ServiceParts(
            routes: NoticeRoutes(chassis: chassis).routes,
            subscriptions: [AgreementsEvents.subscription, AvailabilityEvents.subscription])
    }
}
