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
        .notifications, migrations: Bundle.module.bundleURL.appending(path: "Migrations"), work: .waits
    ) { chassis in
        let rules = try AddressRules(chassis.configuration)
        let webhooks = DeliveryRunner(chassis: chassis, sender: WebhookSender(chassis: chassis, rules: rules))
        var runners = [webhooks]
        let server = try MailServer(chassis.configuration)
        if let server {
            runners.append(DeliveryRunner(chassis: chassis, sender: MailSender(chassis: chassis, server: server)))
        }
        chassis.measureDeliveries()
        let telling = Telling(chassis: chassis, mails: server != nil)
        return ServiceParts(
            routes: NoticeRoutes(chassis: chassis).routes + WebhookRoutes(chassis: chassis, rules: rules).routes
                + DeliveryRoutes(chassis: chassis).routes + PreferenceRoutes(chassis: chassis).routes,
            subscriptions: [AgreementsEvents.subscription, Partings.subscription, AvailabilityEvents.subscription]
                + NoticeTelling(telling: telling).subscriptions + ReportTelling(telling: telling).subscriptions
                + EveryEvent(chassis: chassis).subscriptions,
            background: runners + [DeliveryPruner(chassis: chassis)])
    }
}

extension AddressRules {
    /// What the installation allows.
    ///
    /// - Throws: ``ConfigurationError`` when a network cannot be read.
    init(_ configuration: ServiceConfiguration) throws(ConfigurationError) {
        let text = configuration[Settings.webhookNetworks] ?? ""
        guard let networks = Network.list(text) else {
            throw ConfigurationError(problems: [
                "\(Settings.webhookNetworks.name) must be a list of networks such as 10.1.0.0/16,fd00::/8"
            ])
        }
        self.init(allowed: networks)
    }
}
