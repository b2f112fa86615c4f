import Contracts
import Messaging
import Postgres
import Terms

/// What this service does on the events of Ticketing: time in which an incident had services down, and which nothing measured,
/// is proposed as an outage.
struct TicketingEvents: Sendable {
    /// Says that something may be due sooner.
    let nudge: @Sendable () -> Void

    /// The handlers of all of it.
    var subscription: Subscription {
        Subscription(consumer: ServiceName.availability.rawValue, from: .ticketing) { on in
            on.on(IncidentDeclared.self) { told, event, transaction in try await hear(told.incident, event, transaction) }
            on.on(IncidentUpdated.self) { told, event, transaction in try await hear(told.incident, event, transaction) }
            on.on(IncidentReclassified.self) { told, event, transaction in try await hear(told.incident, event, transaction) }
            on.on(IncidentResolved.self) { told, event, transaction in try await hear(told.incident, event, transaction) }
        }
    }

    /// Keeps what an incident proposes. Statements that it held are looked at again once it is over, or proposes nothing more.
    private func hear(_ incident: IncidentResource, _ event: EventEnvelope, _ transaction: Transaction) async throws {
        let writes =
            incident.proposedOutage.map {
                OutageProposalStore.propose($0, of: incident, at: event.time, event.tenant)
            } ?? [OutageProposalStore.withdraw(incident, at: event.time, of: event.tenant)]
        _ = try await transaction.execute(writes + [HoldStore.release(incident.id, at: event.time, of: event.tenant)])
        nudge()
    }
}
