import Foundation

/// How much of others' concurrent work a transaction sees.
public enum IsolationLevel: String, Sendable {
    /// Each statement sees what was committed before it.
    case readCommitted = "read committed"
    /// All statements see what was committed before the first.
    case repeatableRead = "repeatable read"
    /// As if transactions ran one after the other; fails with 40001 when they cannot have.
    case serializable = "serializable"
}

/// An explicit transaction under way. Only valid inside the body of `withTransaction`.
public struct Transaction: Sendable {
    let pool: PostgresPool
    let lease: Lease
    /// What goes out with the next statement.
    private let queued = StatementQueue()

    init(pool: PostgresPool, lease: Lease) {
        self.pool = pool
        self.lease = lease
    }

    /// One statement.
    @discardableResult
    public func query(_ query: Query) async throws(PostgresError) -> Rows {
        try await pool.perform(unit([try Statement(checked: query)])).rows()
    }

    /// Several statements in one round trip.
    @discardableResult
    public func execute(_ queries: [Query]) async throws(PostgresError) -> [Rows] {
        guard !queries.isEmpty else { return [] }
        return try await pool.perform(unit(try Statement.checked(queries))).allRows()
    }

    /// Statements whose results nobody needs. They go out, in order, with whatever is asked next, with COMMIT at the latest, and
    /// cost no round trip of their own. When one of them fails, that is what fails.
    public func enqueue(_ queries: [Query]) throws(PostgresError) {
        queued.add(try Statement.checked(queries))
    }

    /// Works as another tenant from here to the transaction's end.
    public func setTenant(_ tenant: UUID) async throws(PostgresError) {
        _ = try await pool.perform(unit([.setTenant(tenant)], hidden: 1)).allRows()
    }

    /// Several statements in one text, without parameters, as migrations have them. Nothing else may be under way on
    /// this transaction.
    public func runScript(_ sql: String) async throws(PostgresError) {
        let waiting = unit([])
        if waiting.first != nil { _ = try await pool.perform(waiting).allRows() }
        _ = try await pool.perform(Unit(kind: .script(sql), [], lease: lease, commits: !lease.isTransaction)).allRows()
    }

    /// What is queued and then `statements`; what is queued, and so many of them, return nothing.
    private func unit(_ statements: [Statement], hidden: Int = 0) -> Unit {
        let before = queued.take()
        return Unit(
            before.isEmpty ? statements : before + statements, hidden: before.count + hidden, lease: lease,
            commits: !lease.isTransaction)
    }

    /// What `body` did is undone when it throws, and the transaction can go on. Nothing else may be under way on this
    /// transaction meanwhile.
    @discardableResult
    public func withSavepoint<Value>(_ body: (Transaction) async throws -> Value) async throws -> Value {
        try await query("savepoint pledge")
        do {
            let value = try await body(self)
            try await query("release savepoint pledge")
            return value
        } catch {
            _ = queued.take()
            // An inner savepoint of the same name hides the outer one until it is released: nesting works.
            let undo = [Statement("rollback to savepoint pledge"), Statement("release savepoint pledge")]
            _ = try await pool.performShielded(Unit(undo, lease: lease, commits: false)).allRows()
            throw error
        }
    }
}

extension Transaction {
    private static let commit = Statement("commit")
    private static let rollback = Statement("rollback")

    static func run<Value>(
        on pool: PostgresPool, number: Int, tenant: UUID?, isolation: IsolationLevel,
        _ body: (Transaction) async throws -> Value
    ) async throws -> Value {
        let begin = "begin isolation level \(isolation.rawValue)"
        var opening = [Statement(Query(raw: begin))]
        var script = begin + ";\n"
        if let tenant {
            opening.append(.setTenant(tenant))
            script += "select set_config('pledge.tenant', '\(tenant.uuidString)', true);\n"
        }
        let lease = Lease(id: number, opening: opening, openingScript: script, isTransaction: true)
        let transaction = Transaction(pool: pool, lease: lease)
        do {
            let value = try await body(transaction)
            try Task.checkCancellation()
            try await transaction.commit(endsLease: true)
            return value
        } catch {
            // The first error is the one that matters; a connection that cannot roll back is closed, which does.
            await transaction.rollback(endsLease: true)
            throw error
        }
    }

    /// Undoes everything; what is queued is never sent.
    func rollback(endsLease: Bool) async {
        _ = queued.take()
        _ = await pool.performShielded(Unit([Self.rollback], lease: lease, endsLease: endsLease, commits: false))
    }

    /// Sends what is queued, and COMMIT. Returns when the server has said COMMIT, or nothing was ever sent. It answers that of a
    /// failed transaction with ROLLBACK, and no error.
    func commit(endsLease: Bool) async throws(PostgresError) {
        let before = queued.take()
        let unit = Unit(
            kind: .commit, before + [Self.commit], hidden: before.count, lease: lease, endsLease: endsLease, commits: true)
        let outcome = try await pool.performShielded(unit).allRows()
        guard let answer = outcome.last, answer.storage.tag != "COMMIT" else { return }
        throw PostgresError(
            .server, "the transaction was rolled back: an error in it was not thrown on",
            server: ServerError(sqlState: .inFailedTransaction, message: "current transaction is aborted"))
    }
}
