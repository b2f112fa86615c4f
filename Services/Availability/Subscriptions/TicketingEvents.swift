import Contracts
import Messaging
import Postgres
import Terms

/// What this service does on the events of Ticketing: time in which an incident had services down, and which nothing measured,
/// is proposed as an outage.
enum TicketingEvents {
    /// The handlers of all of it.
    static let subscription = Subscription(consumer: ServiceName.availability.rawValue, from: .ticketing) { on in
        on.on(IncidentDeclared.self) { told, event, transaction in try await hear(told.incident, event, transaction) }
        on.on(IncidentUpdated.self) { told, event, transaction in try await hear(told.incident, event, transaction) }
        on.on(IncidentReclassified.self) { told, event, transaction in try await hear(told.incident, event, transaction) }
        on.on(IncidentResolved.self) { told, event, transaction in try await hear(told.incident, event, transaction) }
    }

    private static func hear(_ incident: IncidentResource, _ event: EventEnvelope, _ transaction: Transaction) async throws {
        let writes =
            incident.proposedOutage.map {
                OutageProposalStore.propose($0, of: incident, at: event.time, event.tenant)
            } ?? [OutageProposalStore.withdraw(incident, at: event.time, of: event.tenant)]
        _ = try await transaction.execute(writes)
    }
}
