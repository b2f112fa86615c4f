import Chassis
import Contracts
import Foundation

/// Availability: measurements become outages, outages become statements; maintenance and exclusions.
@main struct App {
    static func main() async { await ServiceProcess.main(.availability) }
}

extension ServiceDefinition {
    /// The service as it runs in its process, and in tests.
    static let availability = ServiceDefinition(
        .availability, migrations: Bundle.module.url(forResource: "Migrations", withExtension: nil)
    ) { chassis in
        let parts = try AvailabilityParts(chassis)
        parts.compactor.measure()
        return parts.service
    }
}

/// The parts of the service, put together.
struct AvailabilityParts {
    let folder: Folder
    let ingest: Ingest
    let maker: StatementMaker
    let objectives: ObjectiveMaker
    let due: DueWork
    let compactor: Compactor
    let service: ServiceParts

    /// The parts over a chassis.
    ///
    /// - Throws: ``ConfigurationError`` when there is no key that signs revisions.
    init(_ chassis: Chassis) throws {
        let signer = try ChainSigner(chassis.configuration)
        let wake = Wake()
        let nudge: @Sendable () -> Void = { wake.ring() }
        let definitions = DefinitionsCache(database: chassis.database)
        let knowledge = Knowledge(definitions: definitions, terms: TermsCache(database: chassis.database))
        let unknown = UnknownSeriesLog(chassis: chassis)
        folder = Folder(chassis: chassis, knowledge: knowledge, changed: nudge)
        ingest = Ingest(chassis: chassis, definitions: definitions, folder: folder, unknown: unknown)
        maker = StatementMaker(chassis: chassis, folder: folder, knowledge: knowledge, signer: signer)
        objectives = ObjectiveMaker(chassis: chassis, folder: folder, knowledge: knowledge, signer: signer)
        let budgets = BudgetWatcher(chassis: chassis, folder: folder, knowledge: knowledge)
        due = DueWork(
            chassis: chassis, folder: folder, statements: maker, objectives: objectives, budgets: budgets, knowledge: knowledge,
            wake: wake)
        compactor = Compactor(chassis: chassis, knowledge: knowledge)
        let reader = StatementReader(maker: maker)
        let results = ObjectiveReader(maker: objectives)
        service = ServiceParts(
            routes: MeasurementRoutes(chassis: chassis, ingest: ingest).routes
                + RemoteWriteRoutes(chassis: chassis, ingest: ingest).routes
                + AlertmanagerRoutes(chassis: chassis, ingest: ingest).routes
                + OutageRoutes(chassis: chassis, folder: folder, definitions: definitions).routes
                + OutageProposalRoutes(chassis: chassis, folder: folder, knowledge: knowledge).routes
                + MaintenanceRoutes(chassis: chassis, knowledge: knowledge, nudge: nudge).routes
                + ExclusionRoutes(chassis: chassis, knowledge: knowledge, nudge: nudge).routes
                + AvailabilityRoutes(chassis: chassis, folder: folder, definitions: definitions).routes
                + StatementRoutes(chassis: chassis, reader: reader).routes
                + ObjectiveRoutes(chassis: chassis, reader: results).routes
                + ChainRoutes(chassis: chassis, signer: signer, knowledge: knowledge).routes
                + BacktestRoutes(chassis: chassis, folder: folder, knowledge: knowledge).routes,
            innerRoutes: OverviewRoutes(chassis: chassis, folder: folder, definitions: definitions, reader: reader).routes
                + StatusPageRoutes(chassis: chassis, folder: folder, definitions: definitions).routes,
            subscriptions: [
                AgreementsSubscription(chassis: chassis, knowledge: knowledge, nudge: nudge).subscription,
                NotificationsEvents(chassis: chassis, nudge: nudge).subscription,
                TicketingEvents(nudge: nudge).subscription,
            ],
            background: [folder, due.runner, compactor.runner, unknown])
    }
}
