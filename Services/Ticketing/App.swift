import Chassis
import Contracts
import Foundation

/// Ticketing: tickets and their clocks, incidents and their updates.
@main struct App {
    static func main() async { await ServiceProcess.main(.ticketing) }
}

extension ServiceDefinition {
    /// The service as it runs in its process, and in tests.
    static let ticketing = ServiceDefinition(
        .ticketing, migrations: Bundle.module.bundleURL.appending(path: "Migrations"), work: .waits
    ) { chassis in
        TicketingParts(chassis).service
    }
}

/// The parts of the service, put together.
struct TicketingParts {
    let service: ServiceParts

    /// The parts over a chassis.
    init(_ chassis: Chassis) {
        let documents = DocumentCache()
        let tickets = TicketDesk(chassis: chassis, documents: documents, wake: Wake())
        let statements = SupportStatements(chassis: chassis, documents: documents, wake: Wake())
        let incidents = IncidentDesk(chassis: chassis, documents: documents, wake: Wake())
        service = ServiceParts(
            routes: TicketRoutes(desk: tickets).routes + TicketProgressRoutes(desk: tickets).routes
                + AttachmentRoutes(desk: tickets).routes + IncidentRoutes(desk: incidents).routes
                + SupportStatementRoutes(chassis: chassis).routes,
            innerRoutes: OverviewRoutes(tickets: tickets, incidents: incidents).routes
                + StatusPageRoutes(desk: incidents).routes,
            subscriptions: [
                AgreementsEvents.copies, AgreementsEvents.schedules, AgreementsEvents.stamps,
                AvailabilityEvents(desk: incidents).subscription,
            ],
            background: [
                ClockDeadlines(desk: tickets).runner, IncidentDeadlines(desk: incidents).runner, statements.runner,
            ])
    }
}
