import Contracts
import Foundation
import Logging
import Messaging
import Postgres

/// Brings a service's schema to its state, as the role that owns it: forward only, each step once, in order.
///
/// What was applied is kept with a checksum in `schema_migrations`. A step that is unknown here (the database is newer),
/// out of order, or changed since it was applied is refused before anything is done. A session advisory lock lets one
/// process migrate at a time; a lock timeout keeps a step from queueing behind a long query and everybody behind it.
public struct Migrator: Sendable {
    /// How long a step waits for a table.
    static let lockTimeout = "5s"
    /// Identifies the lock; any constant, in every database the same.
    private static let lockKey: Int64 = 0x706C_6564_6765

    private let database: PostgresClient
    private let steps: [Migration]
    private let app: String
    private let worker: String
    private let logger: Logger

    /// A migrator of a database.
    ///
    /// - Parameters:
    ///   - database: a client of the owner; it need not be run, the migrator works in a session of its own.
    ///   - steps: every step, modules in their order.
    ///   - app: the role of requests, for `${app}`.
    ///   - worker: the role of background work, for `${worker}`.
    public init(database: PostgresClient, steps: [Migration], app: String, worker: String, logger: Logger) {
        self.database = database
        self.steps = steps
        self.app = app
        self.worker = worker
        self.logger = logger
    }

    /// The steps of a service: Chassis, Messaging, then its own.
    ///
    /// - Throws: ``MigrationError`` when the files are not in order.
    public static func steps(service: ServiceName, folder: URL) throws -> [Migration] {
        try Migration.load(module: "chassis", folder: ChassisResources.migrations)
            + Migration.load(module: "messaging", folder: MessagingResources.migrations)
            + Migration.load(module: service.rawValue, folder: folder)
    }

    /// Applies what has not been applied.
    ///
    /// - Returns: how many steps were applied.
    /// - Throws: ``MigrationError`` when the history contradicts the files or a step fails; ``PostgresError``.
    @discardableResult
    public func run() async throws -> Int {
        try await database.withSession { session in
            // The lock goes with the session, also when something below throws.
            try await session.query("select pg_advisory_lock(\(Self.lockKey))")
            try await session.query(Query(raw: "set lock_timeout = '\(Self.lockTimeout)'"))
            try await prepare(session)
            let pending = try Self.pending(steps, after: await Self.history(session))
            for step in pending {
                try await apply(step, session)
                logger.info("migrated", metadata: ["module": "\(step.module)", "step": "\(step.name)"])
            }
            return pending.count
        }
    }

    /// The steps that are to be applied, in order.
    ///
    /// - Throws: ``MigrationError`` for a history that these steps do not continue.
    static func pending(
        _ steps: [Migration], after history: [(module: String, number: Int, checksum: String)]
    ) throws(MigrationError) -> [Migration] {
        for done in history {
            guard let step = steps.first(where: { $0.module == done.module && $0.number == done.number }) else {
                throw MigrationError("the database has \(done.module) \(done.number), which this program does not know")
            }
            guard step.checksum == done.checksum else {
                throw MigrationError("\(step.module) \(step.name) was changed after it was applied")
            }
        }
        for (module, done) in Dictionary(grouping: history, by: \.module) {
            let numbers = done.map(\.number).sorted()
            guard numbers == Array(1...numbers.count) else {
                throw MigrationError("\(module) has steps \(numbers), which are not in order")
            }
        }
        return steps.filter { step in !history.contains { $0.module == step.module && $0.number == step.number } }
    }

    private func prepare(_ session: PostgresSession) async throws {
        let exists = try await session.query("select to_regclass('public.schema_migrations') is not null")
        guard try exists.decodeOne(Bool.self) == false else { return }
        try await session.runScript(
            """
            create table schema_migrations (
                module text not null, number integer not null, name text not null, checksum text not null,
                applied_at timestamptz not null default clock_timestamp(), primary key (module, number));
            grant select on schema_migrations to \(Self.identifier(app)), \(Self.identifier(worker));
            """)
    }

    private static func history(
        _ session: PostgresSession
    ) async throws -> [(module: String, number: Int, checksum: String)] {
        try await session.query("select module, number, checksum from schema_migrations")
            .decode((String, Int, String).self)
            .map { (module: $0, number: $1, checksum: $2) }
    }

    private func apply(_ step: Migration, _ session: PostgresSession) async throws {
        let sql = step.sql.replacing("${app}", with: Self.identifier(app)).replacing("${worker}", with: Self.identifier(worker))
        let record: Query =
            """
            insert into schema_migrations (module, number, name, checksum)
            values (\(step.module), \(step.number), \(step.name), \(step.checksum))
            """
        do {
            if step.isTransactional {
                try await session.withTransaction { transaction in
                    try await transaction.runScript(sql)
                    try await transaction.query(record)
                }
            } else {
                try await session.runScript(sql)
                try await session.query(record)
            }
        } catch let error as PostgresError {
            throw MigrationError("\(step.module) \(step.name): \(error)")
        }
    }

    /// A role's name as SQL spells it.
    static func identifier(_ name: String) -> String { "\"\(name.replacing("\"", with: "\"\""))\"" }
}
