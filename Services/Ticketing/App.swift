import Chassis
import Contracts
import Foundation

/// Ticketing: tickets and their clocks, incidents and their updates.
@main struct App {
    static func main() async { await ServiceProcess.main(.ticketing) }
}

extension ServiceDefinition {
    /// The service as it runs in its process, and in tests.
    static let ticketing = ServiceDefinition(.ticketing, migrations: Bundle.module.bundleURL.appending(path: "Migrations")) { _ in
        ServiceParts(subscriptions: [AgreementsEvents.subscription])
    }
}
