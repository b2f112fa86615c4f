import Clibpq
import EventLoop
import Logging

/// One connection of libpq, non-blocking and in pipeline mode. Confined to its loop: the owner is an actor there.
///
/// The state machine says what replies mean; this class does the I/O. After every libpq call that may have closed the
/// socket the poll is closed in the same callback, because the kernel gives the number to the next socket.
final class Connection {
    /// What the owner is told, always on the loop.
    struct Events {
        /// Ready for work.
        var opened: () -> Void
        /// Gone, with everything in flight already failed. Told once; never after `close()`.
        var lost: (PostgresError) -> Void
        /// Some units are over.
        var progressed: () -> Void
        /// A unit failed for a reason of its connection's and must be sent again.
        var resend: (Unit) -> Void
        /// The transaction of this lease is over.
        var leaseEnded: (Lease) -> Void
        /// A NOTIFY arrived.
        var notified: (PostgresNotification) -> Void
    }

    enum Phase {
        case new
        case connecting
        case open
        case closed
    }

    let configuration: PostgresConfiguration
    let loop: EventLoop
    let logger: Logger
    var events: Events?

    var phase = Phase.new
    var pq: OpaquePointer?
    var poll: LoopPoll?
    var connectTimer: LoopTimer?
    var pipeline = PipelineStateMachine<Unit>()
    var statements: StatementCache
    var parameters = ParameterVectors()
    /// libpq has more to write than the socket took.
    var isSocketFull = false
    /// The unit that runs as a script while the pipeline is left.
    var script: Unit?
    /// The error that the script has met.
    var scriptFailure: PostgresError?
    /// A cancel request is on its way and may hit any unit: those that it hits by mistake are sent again.
    var isCancelling = false

    init(configuration: PostgresConfiguration, loop: EventLoop, logger: Logger) {
        self.configuration = configuration
        self.loop = loop
        self.logger = logger
        statements = StatementCache(capacity: configuration.statementCacheSize)
    }

    deinit { assert(pq == nil, "a connection was dropped while open") }

    /// Units in flight.
    var inFlight: Int { pipeline.count + (script == nil ? 0 : 1) }

    /// The unit at `offset` from the one that the server works at.
    func unit(at offset: Int) -> Unit? {
        if let script { return offset == 0 ? script : nil }
        return pipeline.work(at: offset)
    }

    /// In no transaction, with nothing in flight.
    var isIdle: Bool { phase == .open && inFlight == 0 && PQtransactionStatus(pq) == PQTRANS_IDLE }

    /// Closes without telling the owner. What is in flight fails.
    func close(_ reason: PostgresError) {
        events = nil
        tearDown(reason)
    }

    /// The connection is of no use any more: fails what is in flight and tells the owner.
    func broken(_ reason: PostgresError) {
        guard phase != .closed else { return }
        let events = events
        self.events = nil
        tearDown(reason)
        events?.lost(reason)
    }

    private func tearDown(_ reason: PostgresError) {
        phase = .closed
        connectTimer?.cancel()
        connectTimer = nil
        // Before PQfinish, which closes the descriptor.
        poll?.close()
        poll = nil
        var lost = pipeline.lost()
        if let script { lost.append((script, scriptFailure)) }
        script = nil
        if let pq { PQfinish(pq) }
        pq = nil
        for (unit, failure) in lost { unit.finish(Self.failure(of: unit, reported: failure, reason: reason)) }
    }

    /// What the task of a unit in flight is told when its connection goes.
    private static func failure(of unit: Unit, reported: PostgresError?, reason: PostgresError) -> PostgresError {
        guard let reported else {
            return PostgresError(.connectionLost(outcomeUnknown: unit.commits), reason.message, server: reason.server)
        }
        // An ordinary error has rolled the unit back. A FATAL comes before the unit's end, thus before an implicit commit; of
        // an explicit one, which is done before the server looks for the end, it says nothing.
        guard let server = reported.server, server.severity == "FATAL" || server.severity == "PANIC" else { return reported }
        var isCommit: Bool { if case .commit = unit.kind { true } else { false } }
        return PostgresError(.connectionLost(outcomeUnknown: isCommit), server.message, server: server)
    }

    /// libpq's last words on this connection.
    func lastError() -> PostgresError {
        let text = pq.flatMap { PQerrorMessage($0) }.map { String(cString: $0) } ?? ""
        let message = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return PostgresError(.connectionLost(outcomeUnknown: false), message.isEmpty ? "the connection was closed" : message)
    }
}
