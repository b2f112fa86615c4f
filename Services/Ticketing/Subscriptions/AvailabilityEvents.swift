import Chassis
import Contracts
import Messaging
import Postgres
import Terms

/// What the service does on the events of Availability: outages of services open incidents, or belong to one that is there.
struct AvailabilityEvents: Sendable {
    let desk: IncidentDesk

    /// The handlers of all of it.
    var subscription: Subscription {
        Subscription(consumer: ServiceName.ticketing.rawValue, from: .availability) { on in
            on.on(OutageOpened.self) { told, event, transaction in try await hear(told.outage, event, transaction) }
            on.on(OutageClosed.self) { told, event, transaction in try await hear(told.outage, event, transaction) }
            on.on(OutageCorrected.self) { told, event, transaction in try await hear(told.outage, event, transaction) }
        }
    }

    /// An outage of a component is no incident by itself: the service's tree says whether the service is down.
    private func hear(_ outage: OutageResource, _ event: EventEnvelope, _ transaction: Transaction) async throws {
        guard outage.scope == .service else { return }
        let tenant = event.tenant
        let rows = try await transaction.execute([
            IncidentStore.holding(outage.id, of: tenant), IncidentStore.unresolved(outage.service, of: tenant),
            IncidentStore.source(of: outage, tenant),
        ])
        if let kept = try rows[0].first.map(IncidentStore.decode) {
            try await join(outage, kept, event, transaction)
        } else if let kept = try rows[2].first.map(IncidentStore.decode) {
            // It came of that incident, and opens no other.
            try await join(outage, kept, event, transaction)
        } else if outage.state == .withdrawn || Self.isHistory(outage, event) {
            return
        } else if let kept = try rows[1].first.map(IncidentStore.decode),
            kept.machine.incident.outages.count < IncidentMachine.outagesMaximum
        {
            try await join(outage, kept, event, transaction)
        } else {
            try await declare(outage, event, transaction)
        }
    }

    private static func isHistory(_ outage: OutageResource, _ event: EventEnvelope) -> Bool {
        guard let end = outage.endedAt else { return false }
        return event.time - end > IncidentDesk.historySeconds
    }

    private func join(
        _ outage: OutageResource, _ kept: IncidentStore.Kept, _ event: EventEnvelope, _ transaction: Transaction
    ) async throws {
        var file = try await desk.file(kept, event.tenant, transaction)
        let late = file.machine.pass(to: event.time, file.terms)
        let actions = late + file.machine.hear(outage, at: event.time)
        let link = IncidentStore.join(outage.id, to: file.machine.incident.id, of: event.tenant)
        guard !actions.isEmpty else {
            _ = try await transaction.query(link)
            return
        }
        _ = try await desk.write(file, actions, more: [link], of: event.tenant, at: event.time, transaction)
    }

    private func declare(_ outage: OutageResource, _ event: EventEnvelope, _ transaction: Transaction) async throws {
        let terms = try await desk.terms(for: [outage.service], at: event.time, event.tenant, transaction)
        let priority = terms.ofOutages
        let incident = IncidentResource(
            id: IncidentID(), services: [outage.service], serviceKeys: [outage.serviceKey],
            title: "Outage of \(outage.serviceKey)", priority: priority, status: .investigating, origin: .outage,
            published: terms.isPublished(priority), countsAsDown: true, startedAt: outage.startedAt, declaredAt: event.time,
            declaredBy: IncidentMachine.system, revision: 1, updatedAt: event.time)
        let what = outage.components.isEmpty ? outage.serviceKey : outage.components.joined(separator: ", ")
        var (machine, actions) = IncidentMachine.declare(
            incident, text: "Measured since \(outage.startedAt): \(what) down.", by: IncidentMachine.system, terms)
        actions = machine.adopt(outage, actions)
        let link = IncidentStore.join(outage.id, to: incident.id, of: event.tenant)
        let file = IncidentDesk.File(machine: machine, terms: terms)
        _ = try await desk.write(file, actions, more: [link], of: event.tenant, at: event.time, transaction)
    }
}
