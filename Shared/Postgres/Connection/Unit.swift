/// One unit of work: statements that are sent together, with one synchronization, and the task that waits for them.
///
/// Made by the caller, then touched on the loop only. Finished exactly once; what comes for it afterwards is dropped.
final class Unit: @unchecked Sendable {
    enum Kind {
        case statements
        /// The COMMIT of an explicit transaction, which is done before the server looks for the unit's end.
        case commit
        /// Several statements by the simple protocol, outside of the pipeline.
        case script(String)
    }

    var kind: Kind
    /// The first statement. Most units have no other, and need no array.
    private(set) var first: Statement?
    /// Those after it.
    private(set) var others: [Statement] = []
    /// So many of the first statements return nothing to the caller.
    private(set) var hidden: Int
    /// The transaction that this belongs to; nil for an implicit one of its own.
    let lease: Lease?
    /// COMMIT or ROLLBACK: the lease is over when this is.
    let endsLease: Bool
    /// If this succeeds something may be committed: its loss leaves the outcome unknown.
    let commits: Bool

    /// What came back; read by the waiting task when it goes on. Most units have one result.
    private var firstRows: Rows?
    private var otherRows: [Rows] = []
    private var failure: PostgresError?
    private var continuation: UnsafeContinuation<Void, Never>?
    /// The task that waits. Looked at only while it does, thus while it lives.
    private var task: UnsafeCurrentTask?
    private(set) var isFinished = false
    /// Told on the loop when it is over; for units that no task waits for.
    var onFinish: ((PostgresError?) -> Void)?

    /// Handed to libpq: from here on the server may act on it.
    var isSent = false

    // The loop's notes, in its milliseconds.
    var submittedAt: UInt64 = 0
    var deadline = UInt64.max
    /// When the caller went away while this was in flight.
    var abandonedAt: UInt64?
    var cancelSent = false
    /// Sent a second time after a stale plan or a cancellation meant for another.
    var attempts = 0

    /// One statement in a transaction of its own.
    init(_ statement: Statement) {
        kind = .statements
        first = statement
        hidden = 0
        lease = nil
        endsLease = false
        commits = true
    }

    init(
        kind: Kind = .statements, _ statements: [Statement], hidden: Int = 0, lease: Lease? = nil, endsLease: Bool = false,
        commits: Bool
    ) {
        self.kind = kind
        first = statements.first
        others = Array(statements.dropFirst())
        self.hidden = hidden
        self.lease = lease
        self.endsLease = endsLease
        self.commits = commits
    }

    deinit { assert(continuation == nil, "a unit of work was dropped with its task waiting") }

    /// All statements.
    var statements: [Statement] { (first.map { [$0] } ?? []) + others }

    /// Whether there is more than one statement.
    var hasCompany: Bool { !others.isEmpty }

    /// Puts statements that return nothing to the caller before its own.
    func open(with opening: [Statement]) {
        let all = opening + statements
        first = all.first
        others = Array(all.dropFirst())
        hidden += opening.count
    }

    /// Before the unit is submitted. With `task`, its cancellation ends the wait.
    func wait(_ continuation: UnsafeContinuation<Void, Never>, of task: UnsafeCurrentTask?) {
        self.continuation = continuation
        self.task = task
    }

    /// The waiting task was cancelled.
    var isCancelled: Bool { task?.isCancelled ?? false }

    /// A result of a visible statement.
    func deliver(_ rows: Rows) {
        guard !isFinished else { return }
        if firstRows == nil { firstRows = rows } else { otherRows.append(rows) }
    }

    /// It goes to the server again, as if for the first time.
    func restart() {
        firstRows = nil
        otherRows = []
        attempts += 1
    }

    /// Resumes the waiting task. Only the first call has an effect.
    func finish(_ failure: PostgresError?) {
        guard !isFinished else { return }
        isFinished = true
        self.failure = failure
        task = nil
        let waiting = continuation
        continuation = nil
        waiting?.resume()
        onFinish?(failure)
        onFinish = nil
    }

    // MARK: For the task that has waited

    /// The first visible result.
    func rows() throws(PostgresError) -> Rows {
        if let failure { throw failure }
        guard let firstRows else { throw PostgresError(.decode, "the statement returned no result") }
        return firstRows
    }

    /// All visible results.
    func allRows() throws(PostgresError) -> [Rows] {
        if let failure { throw failure }
        return (firstRows.map { [$0] } ?? []) + otherRows
    }
}
