import Contracts
import Messaging
import Terms

/// The events that tell of outages.
enum OutageEvents {
    /// What is to be told of changes, in the order of time.
    static func of(
        _ actions: [OutageReconciliation.Action], serviceKey: String, tenant: TenantID, now: Instant
    ) throws -> [OutboxEvent] {
        try actions.sorted { $0.outage.startedAt < $1.outage.startedAt }.flatMap { action -> [OutboxEvent] in
            let outage = action.outage.resource(serviceKey: serviceKey)
            func event(_ payload: some EventPayload) throws -> OutboxEvent {
                try OutboxEvent(payload, tenant: tenant, subject: outage.id.description, at: now)
            }
            switch action.change {
            case .opened: return [try event(OutageOpened(outage: outage))]
            case .openedAndClosed: return [try event(OutageOpened(outage: outage)), try event(OutageClosed(outage: outage))]
            case .closed: return [try event(OutageClosed(outage: outage))]
            case .corrected: return [try event(OutageCorrected(outage: outage))]
            case .extended: return []
            }
        }
    }
}
