import Chassis
import Contracts
import Messaging
import Postgres

/// What the service does on the events of Agreements: it keeps copies, forgets tenants that leave, and looks at claims and
/// credits again when what they depend on changes.
struct AgreementsEvents: Sendable {
    /// Who may claim, under which terms, and from which fees a credit is counted.
    static let known: Set<Known> = [.tenants, .customers, .members, .services, .agreements, .subscriptions]

    /// The service's own tables with rows of tenants, those that refer to others before these.
    static let own = [
        "ledger_entries", "invoices", "credit_limits", "credits", "claim_evidence", "claims", "known_statements", "known_fees",
        "known_schedules", "known_tickets",
    ]

    let chassis: Chassis
    /// Told when something may be due sooner.
    let wake: Wake

    /// All of it, in the order in which it is done.
    var subscriptions: [Subscription] {
        [Self.leaving, KnownThings(Self.known, consumer: ServiceName.claims.rawValue, alsoErasing: Self.own).subscription, more]
    }

    /// The ledger goes with its tenant, and in no other way: the database is told which tenant that is.
    private static let leaving = Subscription(consumer: ServiceName.claims.rawValue, from: .agreements) { on in
        on.on(TenantDeleted.self) { told, _, transaction in
            try await transaction.query(LedgerStore.leaving(told.id))
        }
    }

    /// What the copies do not hold, and what follows.
    private var more: Subscription {
        Subscription(consumer: ServiceName.claims.rawValue, from: .agreements) { on in
            on.on(AgreementPublished.self) { told, event, transaction in
                try await chassis.desk(transaction, event).catchUp(told.version.agreement)
            }
            on.on(AgreementScheduled.self) { told, event, transaction in
                try await transaction.query(KnownStore.keep(told.schedule, of: event.tenant))
                try await chassis.desk(transaction, event).catchUp(told.schedule.agreement)
            }
            on.on(FeesRecorded.self) { told, event, transaction in
                try await transaction.query(try KnownStore.keep(told.fee, of: event.tenant))
                try await chassis.desk(transaction, event).reconsider(told.fee.customer)
            }
            on.on(CustomerDeleted.self) { told, event, transaction in
                try await transaction.execute(KnownStore.forget(told.id, of: event.tenant))
            }
            on.on(SubscriptionStarted.self) { told, event, transaction in
                try await follow(told.subscription, event, transaction)
            }
            on.on(SubscriptionChanged.self) { told, event, transaction in
                try await follow(told.subscription, event, transaction)
            }
            on.on(SubscriptionEnded.self) { told, event, transaction in
                try await follow(told.subscription, event, transaction)
            }
        }
    }

    /// A contract has come or changed: claims may come to something else, and credits end with the contract.
    private func follow(
        _ subscription: SubscriptionState, _ event: EventEnvelope, _ transaction: Transaction
    ) async throws {
        let desk = try await chassis.desk(transaction, event)
        try await desk.reconsider(subscription.customer)
        try await desk.catchUp(subscription.agreement)
        try await desk.follow(subscription.customer, under: subscription.agreement)
        wake.ring()
    }
}
