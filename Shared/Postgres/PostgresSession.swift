import Foundation

/// One connection for itself. Only valid inside the body of `withSession`.
public struct PostgresSession: Sendable {
    /// The session's own lease: it outlives single statements, so that nothing else comes between.
    private let work: Transaction

    init(pool: PostgresPool) {
        work = Transaction(pool: pool, lease: Lease(id: 0, opening: [], openingScript: "", isTransaction: false))
    }

    /// One statement, committed at once.
    @discardableResult
    public func query(_ query: Query) async throws(PostgresError) -> Rows { try await work.query(query) }

    /// Several statements in one round trip and one transaction.
    @discardableResult
    public func execute(_ queries: [Query]) async throws(PostgresError) -> [Rows] { try await work.execute(queries) }

    /// Several statements in one text, without parameters; one transaction unless the text says otherwise.
    public func runScript(_ sql: String) async throws(PostgresError) { try await work.runScript(sql) }

    /// An explicit transaction on this connection. One at a time, and nothing else of the session meanwhile.
    @discardableResult
    public func withTransaction<Value>(
        isolation: IsolationLevel = .readCommitted, _ body: (Transaction) async throws -> Value
    ) async throws -> Value {
        try await query(Query(raw: "begin isolation level \(isolation.rawValue)"))
        do {
            let value = try await body(work)
            try Task.checkCancellation()
            try await work.commit(endsLease: false)
            return value
        } catch {
            await work.rollback(endsLease: false)
            throw error
        }
    }
}
