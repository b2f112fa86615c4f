import EventLoop
import Foundation
import Logging
import ServiceLifecycle

/// PostgreSQL over a few pipelined connections.
///
/// What is given to `execute` together travels together: one round trip, one implicit transaction, with the tenant set
/// for its length when one is given. Everything is bounded: the queue, the wait for a connection, the wait for an answer.
/// Run it in a ServiceGroup (it connects when it starts, and a graceful shutdown drains it), or just use it: it connects
/// at the first request, and `close()` ends it.
public final class PostgresClient: Service, Sendable {
    /// Where and as whom this client connects.
    public let configuration: PostgresConfiguration
    /// The loop that its connections live on.
    public let eventLoop: EventLoop

    let logger: Logger
    let pool: PostgresPool
    private let listener: PostgresListener
    private let leaseNumbers = Locked(0)

    /// A client that has not connected yet.
    public init(configuration: PostgresConfiguration, eventLoop: EventLoop, logger: Logger) {
        self.configuration = configuration
        self.eventLoop = eventLoop
        self.logger = logger
        pool = PostgresPool(configuration: configuration, loop: eventLoop, logger: logger)
        listener = PostgresListener(configuration: configuration, loop: eventLoop, logger: logger)
    }

    deinit {
        let (pool, listener) = (pool, listener)
        eventLoop.execute {
            pool.assumeIsolated { $0.close() }
            listener.assumeIsolated { $0.close() }
        }
    }

    /// Keeps the connections until a graceful shutdown, then lets the work under way finish and closes them.
    public func run() async throws {
        await pool.open()
        try? await gracefulShutdown()
        await pool.drain(milliseconds: configuration.drainTimeoutMilliseconds)
        await close()
    }

    /// Closes all connections at once. Requests under way and later ones fail.
    public func close() async {
        await listener.close()
        await pool.close()
    }

    /// Numbers for a metric.
    public func statistics() async -> PostgresStatistics { await pool.statistics }

    // MARK: Requests

    /// One statement, in a transaction of its own; with `tenant`, as that tenant under row level security.
    @discardableResult
    public func query(_ query: consuming Query, tenant: UUID? = nil) async throws(PostgresError) -> Rows {
        let unit = tenant == nil ? Unit(try Statement(checked: query)) : try unit([query], tenant: tenant)
        await withUnsafeContinuation { pool.submit(unit, $0) }
        return try unit.rows()
    }

    /// Several statements in one round trip and one transaction: all of them take effect, or none. Returns what each
    /// returned. With `tenant`, as that tenant under row level security.
    @discardableResult
    public func execute(_ queries: [Query], tenant: UUID? = nil) async throws(PostgresError) -> [Rows] {
        guard !queries.isEmpty else { return [] }
        return try await pool.perform(unit(queries, tenant: tenant)).allRows()
    }

    /// As ``execute(_:tenant:)``, with the server planning the statements as is said.
    public func execute(_ queries: [Query], tenant: UUID, planning: QueryPlanning) async throws(PostgresError) -> [Rows] {
        try await pool.perform(unit(queries, tenant: tenant, planning: planning)).allRows()
    }

    private func unit(
        _ queries: [Query], tenant: UUID?, planning: QueryPlanning = .automatic
    ) throws(PostgresError) -> Unit {
        var statements: [Statement] = []
        statements.reserveCapacity(queries.count + 1)
        if let tenant { statements.append(.setTenant(tenant, planning: planning)) }
        statements += try Statement.checked(queries)
        return Unit(statements, hidden: tenant == nil ? 0 : 1, commits: true)
    }

    // MARK: Transactions

    /// A transaction that decides in between, on a connection of its own while it lasts. Commits when `body` returns;
    /// rolls back when it throws, or when the task was cancelled. BEGIN travels with the first statement.
    @discardableResult
    public func withTransaction<Value>(
        tenant: UUID? = nil, isolation: IsolationLevel = .readCommitted, _ body: (Transaction) async throws -> Value
    ) async throws -> Value {
        try await Transaction.run(on: pool, number: nextLeaseNumber(), tenant: tenant, isolation: isolation, body)
    }

    /// A connection of its own, outside of the pool, for what belongs to a session (advisory locks). When it is lost,
    /// everything asked of the session throws `.connectionLost`: what it held is gone.
    @discardableResult
    public func withSession<Value>(_ body: (PostgresSession) async throws -> Value) async throws -> Value {
        var alone = configuration
        alone.connections = 1
        let pool = PostgresPool(configuration: alone, loop: eventLoop, logger: logger, reconnecting: false)
        let session = PostgresSession(pool: pool)
        do {
            let value = try await body(session)
            await pool.close()
            return value
        } catch {
            await pool.close()
            throw error
        }
    }

    private func nextLeaseNumber() -> Int {
        leaseNumbers.withLock { number in
            number += 1
            return number
        }
    }

    // MARK: Notifications

    /// What is sent to `channel`, on a connection of its own. The stream begins with a hint, and yields another after
    /// every reconnect: what was sent in between is lost. Of a slow reader's notifications only the newest are kept.
    public func listen(_ channel: String) -> AsyncStream<PostgresNotification> { listener.stream(channel) }
}

extension PostgresPool {
    var statistics: PostgresStatistics {
        var statistics = counters
        statistics.connections = state.ready
        statistics.leased = state.leases
        statistics.inFlight = connections.reduce(0) { $0 + ($1?.inFlight ?? 0) }
        statistics.queued = queue.count + leases.values.reduce(0) { $0 + $1.pending.count }
        return statistics
    }

    /// Submits a unit and waits until it is over. Cancelling the task ends the wait at the next look at deadlines; a running
    /// statement whose result nobody wants is stopped after a moment.
    nonisolated func perform(_ unit: Unit) async -> Unit {
        await withUnsafeContinuation { submit(unit, $0) }
        return unit
    }

    /// As `perform`, but goes through to the end when the task is cancelled: for COMMIT and ROLLBACK.
    nonisolated func performShielded(_ unit: Unit) async -> Unit {
        await withUnsafeContinuation { continuation in
            unit.wait(continuation, of: nil)
            post(unit)
        }
        return unit
    }

    /// Hands a unit over with the task that waits for it: one step, because each layer of waiting costs as much as a statement
    /// does.
    nonisolated func submit(_ unit: Unit, _ continuation: UnsafeContinuation<Void, Never>) {
        // No cancellation handler: setting one up for each statement costs more than the rest of this client does for it.
        unit.wait(continuation, of: withUnsafeCurrentTask { $0 })
        post(unit)
    }
}
