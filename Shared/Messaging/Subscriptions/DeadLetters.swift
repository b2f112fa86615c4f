import Contracts
import Foundation
import Postgres
import Terms

/// An event that was put aside, with why.
public struct DeadLetter: Sendable {
    /// Whose event it is; the platform's when it could not even be read.
    public let tenant: TenantID
    /// The event.
    public let event: EventID
    /// Whose handler failed.
    public let consumer: String
    /// Who told it.
    public let producer: String
    /// Its place.
    public let partition: Int
    /// Its place in the partition.
    public let position: Int64
    /// Its type.
    public let type: String
    /// What it is about.
    public let subject: String
    /// The CloudEvents JSON.
    public let envelope: String
    /// What the last attempt failed of.
    public let error: String
    /// How often it was tried.
    public let attempts: Int
    /// Where it stands in the list; with when it was put aside.
    public let place: DeadLetterPlace
    /// When it was put aside.
    public var diedAt: Instant { Instant(epochSeconds: place.diedAt.epochSeconds) }
}

/// The events that were put aside: to be looked at, tried again once the cause is removed, or discarded.
public struct DeadLetters: Sendable {
    /// The most letters that a list returns.
    public static let listMaximum = 500

    /// Before every event.
    private static let noEvent = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    private let database: PostgresClient
    private let workers: PostgresClient
    private let subscriptions: [Subscription]

    /// The dead letters of a service: `database` connects as its app role, `workers` as its worker role, which may look across
    /// tenants.
    public init(database: PostgresClient, workers: PostgresClient, subscriptions: [Subscription]) {
        self.database = database
        self.workers = workers
        self.subscriptions = Subscription.merged(subscriptions)
    }

    /// How many wait for a decision.
    public func count() async throws -> Int {
        let count: Int64 = try await workers.query("select count(*) from dead_letters where outcome is null").decodeOne(
            Int64.self)
        return Int(count)
    }

    /// Those that wait for a decision, oldest first, of one tenant or of all, of one event or of all; after the place `after`.
    ///
    /// Who reads on from the last one's place sees each letter that waited when it began, and still waits, exactly once: whatever
    /// is put aside, tried again or discarded meanwhile, the letter at that place too. What is put aside meanwhile may come or not.
    public func list(
        tenant: TenantID? = nil, of event: EventID? = nil, after: DeadLetterPlace? = nil, limit: Int = 100
    ) async throws -> [DeadLetter] {
        let rows = try await workers.query(
            """
            select tenant_id, event_id, consumer, producer, partition, position, type, subject, envelope, error, attempts, died_at
            from dead_letters
            where outcome is null and (\(tenant)::uuid is null or tenant_id = \(tenant)::uuid)
                and (\(event)::uuid is null or event_id = \(event)::uuid)
                and (died_at, event_id, consumer) > (
                    \(after?.diedAt ?? .negativeInfinity), \(after?.event.uuid ?? Self.noEvent), \(after?.consumer ?? ""))
            order by died_at, event_id, consumer limit \(max(1, min(limit, Self.listMaximum)))
            """)
        return try rows.map { try Self.letter($0) }
    }

    /// Tries an event again, now: its effect and the note that it was retried are one transaction. It comes after events that
    /// it should have preceded; whether that is right is for who asks for it to know.
    ///
    /// - Throws: ``MessagingError`` when there is no such letter, or no handler for it any more; what the handler throws.
    public func retry(tenant: TenantID, event: EventID, consumer: String) async throws {
        try await database.withTransaction(tenant: tenant.uuid) { transaction in
            let rows = try await transaction.query(
                """
                update dead_letters set outcome = 'retried', outcome_at = clock_timestamp()
                where tenant_id = \(tenant) and event_id = \(event) and consumer = \(consumer) and outcome is null
                returning producer, envelope
                """)
            guard let (producer, envelope) = try rows.decodeFirst((String, String).self) else {
                throw MessagingError(.noSuchLetter, event.description)
            }
            let letter = try EventEnvelope(json: Data(envelope.utf8))
            guard
                let subscription = subscriptions.first(where: {
                    $0.consumer == consumer && $0.producer.rawValue == producer && $0.acts(on: letter.type)
                })
            else { throw MessagingError(.noHandler, letter.type) }
            try await subscription.handle([letter], transaction)
        }
    }

    /// Decides that an event shall have no effect.
    ///
    /// - Throws: ``MessagingError`` when there is no such letter.
    public func discard(tenant: TenantID, event: EventID, consumer: String) async throws {
        let rows = try await database.query(
            """
            update dead_letters set outcome = 'discarded', outcome_at = clock_timestamp()
            where tenant_id = \(tenant) and event_id = \(event) and consumer = \(consumer) and outcome is null
            """, tenant: tenant.uuid)
        guard rows.affected == 1 else { throw MessagingError(.noSuchLetter, event.description) }
    }

    private static func letter(_ row: Row) throws -> DeadLetter {
        let (tenant, event, consumer, producer, partition, position, type, subject, envelope, error, attempts, diedAt) =
            try row.decode(
                (TenantID, EventID, String, String, Int16, Int64, String, String, String, String, Int32, Timestamp).self)
        return DeadLetter(
            tenant: tenant, event: event, consumer: consumer, producer: producer, partition: Int(partition), position: position,
            type: type, subject: subject, envelope: envelope, error: error, attempts: Int(attempts),
            place: DeadLetterPlace(diedAt: diedAt, event: event, consumer: consumer))
    }
}
