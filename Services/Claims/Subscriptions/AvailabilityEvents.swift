import Chassis
import Contracts
import Messaging
import Postgres

/// What the service does on the events of Availability: it keeps the latest revision of every statement, and claims go on from
/// there.
struct AvailabilityEvents: Sendable {
    let chassis: Chassis
    /// Told when something may be due sooner.
    let wake: Wake

    /// The handlers of all of it.
    var subscription: Subscription {
        Subscription(consumer: ServiceName.claims.rawValue, from: .availability) { on in
            on.on(StatementProvisional.self) { told, event, transaction in
                try await hear(told.statement, told.countedDown, event, transaction)
            }
            on.on(StatementFinal.self) { told, event, transaction in
                try await hear(told.statement, told.countedDown, event, transaction)
            }
            on.on(StatementRestated.self) { told, event, transaction in
                try await hear(told.statement, told.countedDown, event, transaction)
            }
        }
    }

    private func hear(
        _ statement: StatementResource, _ countedDown: CountedDowntime?, _ event: EventEnvelope, _ transaction: Transaction
    ) async throws {
        let desk = try await chassis.desk(transaction, event)
        let kept = try await transaction.query(
            try KnownStatementStore.keep(statement, countedDown, at: event.time, of: event.tenant))
        // What comes again after a later revision is known already.
        guard kept.affected == 1 else { return }
        let row = try await transaction.query(KnownStatementStore.find(statement.id, of: event.tenant)).first
        guard let known = try row.map(KnownStatementStore.decode) else { return }
        try await desk.heard(known)
        wake.ring()
    }
}
