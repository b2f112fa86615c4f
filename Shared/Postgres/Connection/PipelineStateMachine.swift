/// What is in flight on one connection, and what the next reply means. No I/O: replies in, actions out.
///
/// A unit of work is some statements and one synchronization. Between two synchronizations the server runs one implicit
/// transaction: the first error aborts the rest of the unit, rolls it back, and the pipeline goes on with the next.
struct PipelineStateMachine<Work>: ~Copyable {
    /// One reply that the server owes, in order.
    enum Step: Equatable {
        /// A statement is prepared under this number.
        case prepare(Int)
        /// A statement is executed; invisible ones (the tenant setting, BEGIN) return nothing to the caller.
        case execute(isVisible: Bool)
        /// The unit ends here.
        case synchronize
    }

    /// What libpq read.
    enum Reply {
        /// A result without error.
        case completed
        /// A result that is an error.
        case failed(PostgresError)
        /// The statement was skipped because an earlier one of its unit failed.
        case aborted
        /// The end of a unit.
        case synchronized
        /// The null that closes the results of one statement.
        case end
    }

    /// What is to be done about a reply.
    enum Action {
        case none
        /// The statement of this number can be used from now on.
        case prepared(Int)
        /// The statement of this number does not exist.
        case notPrepared(Int)
        /// The result belongs to this work.
        case deliver(to: Work)
        /// The work is over: committed, or failed and rolled back.
        case finish(Work, failure: PostgresError?)
        /// The server says goodbye between a unit's last result and its end. What it said is the reason.
        case terminated(PostgresError)
        /// Replies and requests do not match: the connection cannot be trusted any more.
        case violation(String)
    }

    private var works = RingBuffer<Work>(capacity: 64)
    /// Why the oldest has failed, if it has. (The server works at no other.)
    private var failure: PostgresError?
    private var steps = RingBuffer<Step>(capacity: 256)
    /// The null after a statement's result has not come yet.
    private var expectsEnd = false

    /// Units in flight.
    var count: Int { works.count }
    /// The server owes a reply.
    var expectsReply: Bool { expectsEnd || !steps.isEmpty }
    /// The unit that the server works at.
    var first: Work? { works.first }
    /// The unit at `offset` from the oldest.
    func work(at offset: Int) -> Work? { works[offset] }

    /// A unit begins; its steps follow by `sent`.
    mutating func begin(_ work: Work) { works.append(work) }
    /// The next step was handed to libpq.
    mutating func sent(_ step: Step) { steps.append(step) }

    mutating func received(_ reply: Reply) -> Action {
        switch reply {
        case .end:
            guard expectsEnd else { return .violation("the end of results that did not begin") }
            expectsEnd = false
            return .none
        case .synchronized:
            guard !expectsEnd, steps.popFirst() == .synchronize, let work = works.popFirst() else {
                return .violation("a synchronization that was not asked for")
            }
            defer { failure = nil }
            return .finish(work, failure: failure)
        case .failed(let error) where !expectsEnd && steps.first == .synchronize:
            return .terminated(error)
        case .completed, .failed, .aborted:
            guard !expectsEnd, let step = steps.popFirst(), step != .synchronize, !works.isEmpty else {
                return .violation("a result that was not asked for")
            }
            expectsEnd = true
            return statement(step, reply)
        }
    }

    private mutating func statement(_ step: Step, _ reply: Reply) -> Action {
        if case .failed(let error) = reply { failure = failure ?? error }
        switch (step, reply) {
        case (.prepare(let number), .completed): return .prepared(number)
        case (.prepare(let number), _): return .notPrepared(number)
        case (.execute(isVisible: true), .completed): return works.first.map { .deliver(to: $0) } ?? .none
        default: return .none
        }
    }

    /// The connection is gone: everything that was in flight, oldest first, with the error that the server had already
    /// reported for it.
    mutating func lost() -> [(work: Work, failure: PostgresError?)] {
        expectsEnd = false
        _ = steps.removeAll()
        defer { failure = nil }
        return works.removeAll().enumerated().map { ($1, $0 == 0 ? failure : nil) }
    }
}
