import Chassis
import Contracts
import Messaging
import Postgres

/// What the service does on the events of Availability: it knows what maintenance there is to give notice of.
enum AvailabilityEvents {
    /// The handlers of all of it.
    static let subscription = Subscription(consumer: ServiceName.notifications.rawValue, from: .availability) { on in
        on.on(MaintenanceAnnounced.self) { told, event, transaction in
            try await transaction.query(KnownStore.keep(told.maintenance.id, of: event.tenant))
        }
    }
}
