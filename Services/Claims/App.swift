import Chassis
import Contracts
import Foundation

/// Claims: claims, evidence, decisions, credits, their application to invoices.
@main struct App {
    static func main() async { await ServiceProcess.main(.claims) }
}

extension ServiceDefinition {
    /// The service as it runs in its process, and in tests.
    static let claims = ServiceDefinition(.claims, migrations: Bundle.module.bundleURL.appending(path: "Migrations")) { _ in
        ServiceParts(
            subscriptions: [AgreementsEvents.copies, AgreementsEvents.more, AvailabilityEvents.subscription])
    }
}
