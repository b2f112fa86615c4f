import Chassis
import Contracts
import Messaging
import Postgres

/// What the service does on the events of Availability: it keeps the latest revision of every statement.
enum AvailabilityEvents {
    /// The handlers of all of it.
    static let subscription = Subscription(consumer: ServiceName.claims.rawValue, from: .availability) { on in
        on.on(StatementProvisional.self) { told, event, transaction in
            try await keep(told.statement, told.countedDown, event, transaction)
        }
        on.on(StatementFinal.self) { told, event, transaction in
            try await keep(told.statement, told.countedDown, event, transaction)
        }
        on.on(StatementRestated.self) { told, event, transaction in
            try await keep(told.statement, told.countedDown, event, transaction)
        }
    }

    private static func keep(
        _ statement: StatementResource, _ countedDown: CountedDowntime?, _ event: EventEnvelope, _ transaction: Transaction
    ) async throws {
        try await transaction.query(try KnownStatementStore.keep(statement, countedDown, at: event.time, of: event.tenant))
    }
}
