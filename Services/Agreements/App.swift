import Chassis
import Contracts
import Foundation

/// Agreements: tenants, customers, members and keys; services and calendars; agreements and their versions; subscriptions.
@main struct App {
    static func main() async { await ServiceProcess.main(.agreements) }
}

extension ServiceDefinition {
    /// The service as it runs in its process, and in tests.
    static let agreements = ServiceDefinition(.agreements, migrations: Bundle.module.bundleURL.appending(path: "Migrations")) {
        chassis in
        let file = try chassis.configuration.require(Settings.signingKeyFile)
        let signingKeys = try JSONWebKeys(contentsOf: URL(filePath: file))
        let signer = try await TokenSigner(signingKeys)
        let keys = KeyMaking(seal: SecretSeal(signingKeys))
        let effectiveDates = EffectiveDates(chassis: chassis)
        let bootstrap = try Bootstrap(chassis: chassis)
        return ServiceParts(
            routes: IdentityRoutes(chassis: chassis, signer: signer).routes
                + APIKeyRoutes(chassis: chassis, keys: keys).routes
                + TenantRoutes(chassis: chassis, keys: keys).routes
                + CustomerRoutes(chassis: chassis).routes
                + MemberRoutes(chassis: chassis).routes
                + SubscriptionRoutes(chassis: chassis, effectiveDates: effectiveDates).routes
                + FeeRoutes(chassis: chassis).routes
                + ServiceRoutes(chassis: chassis).routes
                + CalendarRoutes(chassis: chassis).routes
                + AgreementRoutes(chassis: chassis).routes
                + VersionRoutes(chassis: chassis).routes
                + LintRoutes(chassis: chassis).routes
                + DiffRoutes(chassis: chassis).routes
                + PublicationRoutes(chassis: chassis, effectiveDates: effectiveDates).routes,
            innerRoutes: StatusPageRoutes(chassis: chassis).routes,
            subscriptions: [NotificationsEvents(chassis: chassis, effectiveDates: effectiveDates).subscription],
            background: [effectiveDates.runner], start: { try await bootstrap.run() })
    }
}
