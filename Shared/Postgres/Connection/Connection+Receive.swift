import Clibpq
import EventLoop

extension Connection {
    /// A TLS record holds 16 KiB, and libpq reads at least 8 KiB at a time.
    private static let readsOverTLS = 3

    /// Reads what is there, and acts on every reply that is complete.
    func receive() {
        guard let pq else { return }
        // TLS keeps what it has decrypted and libpq had no room for: the socket does not become readable for that.
        var isAlive = true
        for _ in 0..<(PQsslInUse(pq) == 1 ? Self.readsOverTLS : 1) where isAlive {
            isAlive = PQconsumeInput(pq) == 1
            if script != nil { receiveScript() } else { receiveReplies() }
            guard phase == .open else { return }
        }
        receiveNotifications()
        guard isAlive, PQstatus(pq) == CONNECTION_OK else { return broken(lastError()) }
        // Reading may have made room to write, and libpq may have more to send than it has told.
        flush()
        events?.progressed()
    }

    private func receiveReplies() {
        while phase == .open, pipeline.expectsReply, PQisBusy(pq) == 0 {
            guard let result = PQgetResult(pq) else {
                guard PQstatus(pq) == CONNECTION_OK else { return }
                act(on: .end, nil)
                continue
            }
            switch PQresultStatus(result) {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: act(on: .completed, result)
            case PGRES_PIPELINE_SYNC: act(on: .synchronized, result)
            case PGRES_PIPELINE_ABORTED: act(on: .aborted, result)
            case PGRES_FATAL_ERROR:
                // Without a state it is libpq's own word for a lost connection, not an answer.
                guard let error = ServerError(result) else { return PQclear(result) }
                act(on: .failed(PostgresError(error)), result)
            default:
                PQclear(result)
                broken(PostgresError(.connectionLost(outcomeUnknown: false), "COPY is not possible here"))
            }
        }
    }

    /// Takes the result over.
    private func act(on reply: PipelineStateMachine<Unit>.Reply, _ result: OpaquePointer?) {
        var unclaimed = result
        switch pipeline.received(reply) {
        case .none: break
        case .prepared(let number): statements.prepared(number)
        case .notPrepared(let number): statements.notPrepared(number)
        case .deliver(let unit):
            if !unit.isFinished, let result {
                unclaimed = nil
                unit.deliver(Rows(ResultStorage(result)))
            }
        case .finish(let unit, let failure): finish(unit, failure)
        case .terminated(let error): broken(error)
        case .violation(let what): broken(PostgresError(.connectionLost(outcomeUnknown: false), "out of step: \(what)"))
        }
        if let unclaimed { PQclear(unclaimed) }
    }

    private func finish(_ unit: Unit, _ failure: PostgresError?) {
        if let failure, let state = failure.sqlState, isStale(state, failure) {
            for statement in unit.statements { statements.forget(statement) }
            if mayResend(unit) { return resend(unit) }
        }
        // Nobody asked to cancel this one: the request was meant for a unit before it.
        if let failure, failure.sqlState == .queryCanceled, unit.hitByCancel(failure), mayResend(unit) { return resend(unit) }
        unit.finish(failure)
        // A commit that failed for what went with it has left the transaction open: the rollback follows.
        if failure != nil, unit.commits, unit.hasCompany { return }
        if unit.endsLease, let lease = unit.lease { events?.leaseEnded(lease) }
    }

    /// The server's prepared statement does not fit the tables any more, or is not there.
    private func isStale(_ state: SQLState, _ failure: PostgresError) -> Bool {
        state == .invalidStatementName || (state == .featureNotSupported && failure.message.contains("cached plan"))
    }

    /// The unit was rolled back as a whole, so that sending it again does nothing twice.
    private func mayResend(_ unit: Unit) -> Bool { unit.lease == nil && !unit.isFinished && unit.attempts < 2 }

    private func resend(_ unit: Unit) {
        unit.restart()
        events?.resend(unit)
    }

    private func receiveScript() {
        while phase == .open, let unit = script, PQisBusy(pq) == 0 {
            guard let result = PQgetResult(pq) else {
                guard PQstatus(pq) == CONNECTION_OK else { return }
                let failure = scriptFailure
                script = nil
                scriptFailure = nil
                guard PQenterPipelineMode(pq) == 1 else { return broken(lastError()) }
                return unit.finish(failure)
            }
            defer { PQclear(result) }
            switch PQresultStatus(result) {
            case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: break
            case PGRES_FATAL_ERROR:
                guard let error = ServerError(result) else { return }
                scriptFailure = scriptFailure ?? PostgresError(error)
            default: return broken(PostgresError(.connectionLost(outcomeUnknown: false), "COPY is not possible here"))
            }
        }
    }

    private func receiveNotifications() {
        while let notify = PQnotifies(pq) {
            let payload = notify.pointee.extra.map { String(cString: $0) } ?? ""
            events?.notified(
                PostgresNotification(channel: String(cString: notify.pointee.relname), payload: payload, isReconnectHint: false))
            PQfreemem(notify)
        }
    }
}

extension Unit {
    /// Cancelled on somebody's request, but not on behalf of this unit. (A statement timeout has the same state.)
    fileprivate func hitByCancel(_ failure: PostgresError) -> Bool {
        !cancelSent && !failure.message.contains("timeout")
    }
}

extension ServerError {
    /// Nil when the result carries no SQLSTATE: then it is not from the server.
    init?(_ result: OpaquePointer) {
        // PG_DIAG_*: the protocol's one-letter field codes.
        func field(_ code: Character) -> String? {
            code.asciiValue.flatMap { PQresultErrorField(result, Int32($0)) }.map { String(cString: $0) }
        }
        guard let state = field("C") else { return nil }
        self.init(sqlState: SQLState(rawValue: state), severity: field("V") ?? "ERROR", message: field("M") ?? "")
        detail = field("D")
        hint = field("H")
        constraint = field("n")
        table = field("t")
        column = field("c")
        context = field("W")
    }
}

extension PostgresError {
    /// What the server reported; a statement that ran out of its time is a timeout, and rolled back.
    init(_ error: ServerError) {
        let isTimeout = error.sqlState == .queryCanceled && error.message.contains("statement timeout")
        self.init(isTimeout ? .timeout : .server, error.message, server: error)
    }
}
