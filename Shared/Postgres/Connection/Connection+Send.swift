import Clibpq
import EventLoop

extension Connection {
    /// Rows come back in binary form.
    private static let binaryResults: Int32 = 1

    /// Sends a unit: its statements and one synchronization, which libpq pushes to the socket in one write.
    func send(_ unit: Unit) {
        guard phase == .open else {
            return unit.finish(PostgresError(.connectionLost(outcomeUnknown: false), "the connection is closed"))
        }
        unit.isSent = true
        if case .script(let sql) = unit.kind { return send(script: sql, unit) }
        guard script == nil else {
            return unit.finish(PostgresError(.invalidRequest, "a script needs the connection for itself"))
        }
        pipeline.begin(unit)
        if let first = unit.first {
            guard send(first, isVisible: unit.hidden == 0) else { return broken(lastError()) }
            for (index, statement) in unit.others.enumerated() {
                guard send(statement, isVisible: index + 1 >= unit.hidden) else { return broken(lastError()) }
            }
        }
        synchronize()
        deallocateDiscarded()
    }

    private func synchronize() {
        guard PQpipelineSync(pq) == 1 else { return broken(lastError()) }
        pipeline.sent(.synchronize)
        flush()
    }

    private func send(_ statement: Statement, isVisible: Bool) -> Bool {
        statement.query.bytes.withUnsafeBufferPointer { bytes in
            parameters.load(statement.query.parameters, bytes: bytes)
            let count = Int32(statement.query.parameters.count)
            let sent: Int32
            switch statements.use(statement) {
            case .prepared(let name):
                sent = PQsendQueryPrepared(
                    pq, name, count, parameters.values, parameters.lengths, parameters.formats, Self.binaryResults)
            case .prepare(let number, let name):
                guard PQsendPrepare(pq, name, statement.query.sql, count, parameters.types) == 1 else { return false }
                pipeline.sent(.prepare(number))
                sent = PQsendQueryPrepared(
                    pq, name, count, parameters.values, parameters.lengths, parameters.formats, Self.binaryResults)
            case .unprepared:
                sent = PQsendQueryParams(
                    pq, statement.query.sql, count, parameters.types, parameters.values, parameters.lengths, parameters.formats,
                    Self.binaryResults)
            }
            guard sent == 1 else { return false }
            pipeline.sent(.execute(isVisible: isVisible))
            return true
        }
    }

    /// Statements that fell out of the cache go in a unit of their own: an error elsewhere must not skip it.
    private func deallocateDiscarded() {
        guard phase == .open else { return }
        for name in statements.takeDiscarded() {
            pipeline.begin(Unit([], commits: false))
            guard PQsendQueryParams(pq, "deallocate \(name)", 0, nil, nil, nil, nil, 0) == 1 else { return broken(lastError()) }
            pipeline.sent(.execute(isVisible: false))
            synchronize()
            guard phase == .open else { return }
        }
    }

    /// Writes what is buffered; watches for room when the socket has none.
    func flush() {
        guard phase == .open else { return }
        let answer = PQflush(pq)
        guard answer >= 0 else { return broken(lastError()) }
        guard isSocketFull != (answer == 1) else { return }
        isSocketFull = answer == 1
        poll?.watch(isSocketFull ? [.readable, .writable] : .readable)
    }

    /// Several statements at once, as migrations have them. The simple protocol does not go with a pipeline: it is left
    /// while nothing else is in flight.
    private func send(script sql: String, _ unit: Unit) {
        guard pipeline.count == 0, script == nil else {
            return unit.finish(PostgresError(.invalidRequest, "a script needs the connection for itself"))
        }
        guard !sql.utf8.contains(0) else {
            return unit.finish(PostgresError(.invalidRequest, "the SQL contains a NUL character"))
        }
        guard PQexitPipelineMode(pq) == 1, PQsendQuery(pq, sql) == 1 else { return broken(lastError()) }
        script = unit
        scriptFailure = nil
        flush()
    }

    /// Asks the server to stop what it does on this connection, from a thread that may block.
    func cancelCurrent() {
        guard phase == .open, !isCancelling, let request = PQgetCancel(pq) else { return }
        isCancelling = true
        let box = LoopConfined(self)
        let handle = LoopConfined(request)
        loop.runBlocking(
            {
                var message = [CChar](repeating: 0, count: 256)
                let accepted = PQcancel(handle.value, &message, Int32(message.count))
                PQfreeCancel(handle.value)
                return accepted == 1
            }, then: { _ in box.value.isCancelling = false })
    }
}
