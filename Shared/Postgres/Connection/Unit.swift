import Foundation

/// A statement ready to be sent.
struct Statement: Sendable {
    let query: Query
    let key: StatementKey

    init(_ query: Query) {
        self.query = query
        key = StatementKey(query)
    }

    private init(_ query: Query, key: StatementKey) {
        self.query = query
        self.key = key
    }

    private static func settingTenant(_ tenant: UUID) -> Query { "select set_config('pledge.tenant', \(tenant)::text, true)" }
    private static let tenantKey = StatementKey(settingTenant(UUID()))

    /// Makes `tenant` the one that row level security shows, until the transaction ends.
    static func setTenant(_ tenant: UUID) -> Statement { Statement(settingTenant(tenant), key: tenantKey) }
}

/// One unit of work: statements that are sent together, with one synchronization, and the task that waits for them.
///
/// Made by the caller, then touched on the loop only. Finished exactly once; what comes for it afterwards is dropped.
final class Unit: @unchecked Sendable {
    typealias Outcome = Result<[Rows], PostgresError>

    enum Kind {
        case statements
        /// Several statements by the simple protocol, outside of the pipeline.
        case script(String)
    }

    var kind: Kind
    var statements: [Statement]
    /// So many of the first statements return nothing to the caller.
    var hidden: Int
    /// The transaction that this belongs to; nil for an implicit one of its own.
    let lease: Lease?
    /// COMMIT or ROLLBACK: the lease is over when this is.
    let endsLease: Bool
    /// If this succeeds something may be committed: its loss leaves the outcome unknown.
    let commits: Bool

    private var results: [Rows] = []
    private var continuation: UnsafeContinuation<Outcome, Never>?
    private(set) var isFinished = false
    /// Told on the loop when it is over; for units that no task waits for.
    var onFinish: ((PostgresError?) -> Void)?

    /// The loop has seen it; until then its task may still be setting it up.
    var isSubmitted = false
    /// Its task was cancelled before it got here.
    var wasCancelledEarly = false
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

    init(
        kind: Kind = .statements, _ statements: [Statement], hidden: Int = 0, lease: Lease? = nil, endsLease: Bool = false,
        commits: Bool
    ) {
        self.kind = kind
        self.statements = statements
        self.hidden = hidden
        self.lease = lease
        self.endsLease = endsLease
        self.commits = commits
    }

    deinit { assert(continuation == nil, "a unit of work was dropped with its task waiting") }

    /// Before the unit is submitted.
    func wait(_ continuation: UnsafeContinuation<Outcome, Never>) { self.continuation = continuation }

    /// A result of a visible statement.
    func deliver(_ rows: Rows) {
        if !isFinished { results.append(rows) }
    }

    /// It goes to the server again, as if for the first time.
    func restart() {
        results.removeAll()
        attempts += 1
    }

    /// Resumes the waiting task. Only the first call has an effect.
    func finish(_ failure: PostgresError?) {
        guard !isFinished else { return }
        isFinished = true
        let outcome: Outcome = failure.map { .failure($0) } ?? .success(results)
        results = []
        let waiting = continuation
        continuation = nil
        waiting?.resume(returning: outcome)
        onFinish?(failure)
        onFinish = nil
    }
}
