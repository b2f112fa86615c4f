import EventLoop

extension PostgresPool {
    func submit(_ unit: Unit, to lease: Lease) {
        switch lease.state {
        // A rollback has nothing left to do. A commit has not happened, whatever became of the statements before it.
        case .over(let error): unit.finish(unit.endsLease && !unit.commits ? nil : error)
        case .new where unit.endsLease && (!unit.hasCompany || lease.hasSkipped):
            // Nothing was ever sent: nothing to commit or roll back.
            lease.state = .over(Self.finished)
            unit.finish(unit.commits && lease.hasSkipped ? Self.incomplete : nil)
        case .new:
            lease.state = .waiting
            lease.pending.append(unit)
            leases[lease.id] = lease
            granted(state.request(lease.id))
        case .waiting where unit.endsLease:
            // What waited was cancelled or timed out, or its tasks are still about: they will not be sent any more.
            release(lease)
            unit.finish(unit.commits ? Self.incomplete : nil)
        case .waiting: lease.pending.append(unit)
        case .granted where unit.endsLease && unit.commits && lease.hasSkipped:
            release(lease)
            unit.finish(Self.incomplete)
        case .granted(let slot): send(unit, of: lease, slot)
        }
    }

    private func send(_ unit: Unit, of lease: Lease, _ slot: Int) {
        guard let connection = connections[slot] else {
            return unit.finish(PostgresError(.connectionLost(outcomeUnknown: false), "the connection is closed"))
        }
        if !lease.isOpen, !lease.opening.isEmpty {
            lease.isOpen = true
            if case .script(let sql) = unit.kind {
                unit.kind = .script(lease.openingScript + sql)
            } else {
                unit.open(with: lease.opening)
            }
        }
        lease.isOpen = true
        connection.send(unit)
    }

    /// A lease has got its connection.
    func granted(_ grant: (lease: Int, slot: Int)?) {
        guard let grant, let lease = leases[grant.lease] else { return }
        lease.state = .granted(slot: grant.slot)
        let pending = lease.pending
        lease.pending = []
        for unit in pending where !unit.isFinished { send(unit, of: lease, grant.slot) }
    }

    /// The lease is over: its connection goes back to the pool, if it is fit for others.
    func release(_ lease: Lease) {
        let wasGranted = lease.slot
        end(lease, Self.finished)
        leases[lease.id] = nil
        if let slot = wasGranted, let connection = connections[slot], !connection.isIdle {
            // A transaction was left open, or something is still under way: never hand that to anybody else.
            return connection.broken(PostgresError(.connectionLost(outcomeUnknown: false), "left in a transaction"))
        }
        granted(state.release(lease.id))
        pump(loop.nowMilliseconds)
    }

    /// Everything that comes for this lease from now on fails.
    func end(_ lease: Lease, _ reason: PostgresError) {
        if case .over = lease.state { return }
        lease.state = .over(reason)
        for unit in lease.pending { unit.finish(reason) }
        lease.pending = []
    }

    private static let finished = PostgresError(.invalidRequest, "the transaction or session is over")
    private static let incomplete = PostgresError(
        .invalidRequest, "nothing was committed: a statement of the transaction was never sent, and its error not thrown on")
}
