import Chassis
import Contracts
import Messaging
import Postgres

/// What the service does on the events of Agreements: it keeps copies, and forgets tenants that leave.
enum AgreementsEvents {
    /// Who may open a ticket, for what, and which hours and targets hold for whom.
    static let known: Set<Known> = [.tenants, .customers, .members, .services, .calendars, .agreements, .subscriptions]

    /// The service's own tables with rows of tenants.
    private static let own = [
        "support_statement_work", "support_statement_revisions", "support_statements", "incident_outages", "incident_updates",
        "incidents", "clock_stamps", "ticket_clocks", "ticket_attachments",
        "ticket_messages", "ticket_events", "tickets", "known_schedules", "known_stamps",
    ]

    /// The handlers of the copies.
    static let copies = KnownThings(known, consumer: ServiceName.ticketing.rawValue, alsoErasing: own).subscription

    /// From when versions that wait for notice hold for whom.
    static let schedules = Subscription(consumer: ServiceName.ticketing.rawValue, from: .agreements) { on in
        on.on(AgreementScheduled.self) { told, event, transaction in
            try await transaction.query(KnownStore.write(told.schedule, of: event.tenant))
        }
    }

    /// Says that what is known of a tenant has changed, with the change.
    static let stamps = Subscription(consumer: ServiceName.ticketing.rawValue, from: .agreements) { on in
        on.onTogether(Set(copies.types + schedules.types)) { events, transaction in
            // A tenant that is gone leaves no stamp.
            if let last = events.last, last.type != TenantDeleted.type {
                try transaction.enqueue([KnownStore.restamp(last.tenant)])
            }
        }
    }
}
