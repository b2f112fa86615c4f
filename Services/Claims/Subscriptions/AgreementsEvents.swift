import Chassis
import Contracts
import Messaging
import Postgres

/// What the service does on the events of Agreements: it keeps copies, and forgets tenants that leave.
enum AgreementsEvents {
    /// Who may claim, under which terms, and from which fees a credit is counted.
    static let known: Set<Known> = [.tenants, .customers, .members, .services, .agreements, .subscriptions]

    /// The service's own tables with rows of tenants, those that refer to others before these.
    static let own = ["known_statements", "known_fees", "known_schedules"]

    /// The copies.
    static let copies = KnownThings(known, consumer: ServiceName.claims.rawValue, alsoErasing: own).subscription

    /// What those copies do not hold: schedules and fees.
    static let more = Subscription(consumer: ServiceName.claims.rawValue, from: .agreements) { on in
        on.on(AgreementScheduled.self) { told, event, transaction in
            try await transaction.query(KnownStore.keep(told.schedule, of: event.tenant))
        }
        on.on(FeesRecorded.self) { told, event, transaction in
            try await transaction.query(try KnownStore.keep(told.fee, of: event.tenant))
        }
        on.on(CustomerDeleted.self) { told, event, transaction in
            try await transaction.execute(KnownStore.forget(told.id, of: event.tenant))
        }
    }
}
