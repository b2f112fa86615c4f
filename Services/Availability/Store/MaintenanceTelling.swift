import Contracts
import Messaging
import Terms

/// The events that tell of maintenance.
enum MaintenanceTelling {
    /// What is told when time has brought maintenance to another state. Both, when it was over before anybody looked.
    ///
    /// - Parameter down: the components that it was about and that were down when it ended.
    static func passed(
        from old: MaintenanceResource.State, _ new: MaintenanceResource, down: [String], _ tenant: TenantID, _ now: Instant
    ) throws -> [OutboxEvent] {
        var events: [OutboxEvent] = []
        if old == .announced, new.state != .announced {
            events.append(try tell(MaintenanceStarted(maintenance: new), new, tenant, now))
        }
        guard new.state == .completed else { return events }
        events.append(try tell(MaintenanceCompleted(maintenance: new), new, tenant, now))
        if !down.isEmpty { events.append(try tell(MaintenanceOverran(maintenance: new, components: down), new, tenant, now)) }
        return events
    }

    /// One event about maintenance.
    static func tell(
        _ payload: some EventPayload, _ item: MaintenanceResource, _ tenant: TenantID, _ now: Instant
    ) throws -> OutboxEvent {
        try OutboxEvent(payload, tenant: tenant, subject: item.id.description, at: now)
    }
}
