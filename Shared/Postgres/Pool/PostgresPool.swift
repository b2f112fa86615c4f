import EventLoop
import Logging

/// The loop side of a client: connections, the queue before them, deadlines, reconnecting.
actor PostgresPool {
    /// How often deadlines and cancelled tasks are looked at, while there is work.
    static let sweepMilliseconds: UInt64 = 50
    /// A statement whose caller went away may run so long before the server is asked to stop it: most are over sooner
    /// than a cancel request costs.
    static let cancelGraceMilliseconds: UInt64 = 100
    /// Nor longer than this after that: then the connection is given up.
    static let abandonedMaximumMilliseconds: UInt64 = 5_000

    nonisolated let configuration: PostgresConfiguration
    nonisolated let loop: EventLoop
    nonisolated let logger: Logger
    /// What other threads' tasks ask, in the order in which they asked.
    nonisolated let inbox = Locked<[Unit]>([])
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    var state: PoolState
    var connections: [Connection?]
    private var backoffs: [Backoff]
    private var reconnects: [LoopTimer?]
    var queue = RingBuffer<Unit>(capacity: 256)
    var leases: [Int: Lease] = [:]
    var counters = PostgresStatistics()
    private var sweep: LoopTimer?
    private var isOpen = false
    /// Why there will be no more connections.
    private var closed: PostgresError?
    /// Why the latest attempt to connect failed: more telling than "no connection".
    var lastFailure: PostgresError?
    private var idleWaiters: [CheckedContinuation<Void, Never>] = []
    /// Sessions do not come back: what they held is gone with the connection.
    private let reconnecting: Bool

    init(configuration: PostgresConfiguration, loop: EventLoop, logger: Logger, reconnecting: Bool = true) {
        self.configuration = configuration
        self.loop = loop
        self.logger = logger
        self.reconnecting = reconnecting
        let count = max(1, configuration.connections)
        state = PoolState(connections: count, depth: max(1, configuration.pipelineDepth))
        connections = Array(repeating: nil, count: count)
        backoffs = Array(repeating: Backoff(maximumMilliseconds: configuration.reconnectMaximumMilliseconds), count: count)
        reconnects = Array(repeating: nil, count: count)
    }

    /// ``submit(_:_:)`` for who has seen that it is in the loop: `assumeIsolated` would look again, and its closure would cost as
    /// much as the sending does.
    private static let submitInLoop = unsafeBitCast(
        submit as @Sendable (isolated PostgresPool, Unit, UInt64) -> Void,
        to: (@Sendable (PostgresPool, Unit, UInt64) -> Void).self)

    private static func submit(_ pool: isolated PostgresPool, _ unit: Unit, _ now: UInt64) { pool.submit(unit, now) }

    /// Hands a unit to the loop: at once where that is where the task runs; else many tasks' units of one turn cost one wake-up.
    nonisolated func post(_ unit: Unit) {
        if loop.inLoop { return Self.submitInLoop(self, unit, loop.nowMilliseconds) }
        let isFirst = inbox.withLock { inbox in
            inbox.append(unit)
            return inbox.count == 1
        }
        if isFirst { loop.execute { self.assumeIsolated { $0.readInbox() } } }
    }

    private func readInbox() {
        var units: [Unit] = []
        inbox.withLock { swap(&$0, &units) }
        let now = loop.nowMilliseconds
        for unit in units { submit(unit, now) }
    }

    // MARK: Opening and closing

    /// Begins to connect. A second call does nothing.
    func open() {
        guard !isOpen, closed == nil else { return }
        isOpen = true
        for slot in connections.indices { connect(slot) }
    }

    /// Waits until no work is left, at most `milliseconds`. New work is still taken.
    func drain(milliseconds: Int) async {
        guard !isIdle else { return }
        let timer = loop.schedule(afterMilliseconds: UInt64(max(0, milliseconds))) {
            self.assumeIsolated { $0.wakeIdleWaiters() }
        }
        await withCheckedContinuation { idleWaiters.append($0) }
        timer.cancel()
    }

    /// Closes every connection. What is in flight or waiting fails, as does what comes later.
    func close() {
        guard closed == nil else { return }
        let reason = PostgresError(.notConnected, "the client is closed")
        closed = reason
        sweep?.cancel()
        sweep = nil
        for slot in connections.indices {
            reconnects[slot]?.cancel()
            reconnects[slot] = nil
            connections[slot]?.close(PostgresError(.connectionLost(outcomeUnknown: false), "the client is closed"))
            connections[slot] = nil
        }
        for unit in queue.removeAll() { unit.finish(reason) }
        for lease in leases.values { end(lease, reason) }
        leases = [:]
        wakeIdleWaiters()
    }

    private var isIdle: Bool {
        queue.isEmpty && leases.isEmpty && connections.allSatisfy { $0?.inFlight ?? 0 == 0 } && inbox.withLock(\.isEmpty)
    }

    private func wakeIdleWaiters() {
        let waiters = idleWaiters
        idleWaiters = []
        for waiter in waiters { waiter.resume() }
    }

    // MARK: Connections

    private func connect(_ slot: Int) {
        guard closed == nil else { return }
        reconnects[slot] = nil
        state.connecting(slot)
        let connection = Connection(configuration: configuration, loop: loop, logger: logger)
        connections[slot] = connection
        connection.events = Connection.Events(
            opened: { self.opened(slot) },
            lost: { error in self.lost(slot, error) },
            progressed: { self.progressed(slot) },
            resend: { unit in self.queue.prepend(unit) },
            leaseEnded: { lease in self.release(lease) },
            notified: { _ in })
        connection.connect()
    }

    private func opened(_ slot: Int) {
        if lastFailure != nil { logger.info("connected to PostgreSQL", metadata: ["database": "\(configuration.database)"]) }
        lastFailure = nil
        backoffs[slot].reset()
        granted(state.connected(slot))
        pump(loop.nowMilliseconds)
    }

    private func lost(_ slot: Int, _ error: PostgresError) {
        let wasConnecting = state.slots[slot] == .connecting
        connections[slot] = nil
        if !wasConnecting { counters.connectionsLost += 1 }
        if lastFailure == nil {
            // Once an outage, not once an attempt.
            logger.warning(
                "\(wasConnecting ? "cannot connect to" : "lost a connection to") PostgreSQL",
                metadata: ["database": "\(configuration.database)", "error": "\(error)"])
        }
        lastFailure = error
        if let lease = state.lost(slot).flatMap({ leases[$0] }) {
            leases[lease.id] = nil
            end(lease, PostgresError(.connectionLost(outcomeUnknown: false), error.message, server: error.server))
        }
        guard reconnecting else { return failEverything(error) }
        reconnects[slot] = loop.schedule(afterMilliseconds: backoffs[slot].next()) { self.connect(slot) }
        pump(loop.nowMilliseconds)
    }

    private func failEverything(_ error: PostgresError) {
        for unit in queue.removeAll() { unit.finish(error) }
        for lease in leases.values { end(lease, error) }
        leases = [:]
        closed = error
        wakeIdleWaiters()
    }

    private func progressed(_ slot: Int) {
        guard let connection = connections[slot] else { return }
        let now = loop.nowMilliseconds
        if let lease = state.progressed(slot, inFlight: connection.inFlight, now) { granted((lease, slot)) }
        pump(now)
    }

    // MARK: Work

    private func submit(_ unit: Unit, _ now: UInt64) {
        counters.submitted += 1
        if let closed { return unit.finish(closed) }
        if unit.isCancelled { return cancel(unit, now) }
        if !isOpen { open() }
        unit.submittedAt = now
        if configuration.requestTimeoutMilliseconds > 0 { unit.deadline = now + UInt64(configuration.requestTimeoutMilliseconds) }
        startSweeping()
        if let lease = unit.lease { return submit(unit, to: lease) }
        // The usual case: nobody waits, and a connection has room.
        if queue.isEmpty, let slot = state.place(now) {
            connections[slot]?.send(unit)
            return
        }
        guard queue.count < configuration.maximumQueued else {
            counters.refused += 1
            return unit.finish(PostgresError(.queueFull, "\(queue.count) requests are waiting already"))
        }
        queue.append(unit)
    }

    /// Sends what waits, as far as connections take it.
    func pump(_ now: UInt64) {
        while let unit = queue.first {
            if unit.isFinished {
                _ = queue.popFirst()
                continue
            }
            guard let slot = state.place(now) else { return }
            _ = queue.popFirst()
            let wait = now.elapsed(since: unit.submittedAt)
            // However short: the loop's clock is one of whole milliseconds.
            counters.waited += 1
            counters.waitedMilliseconds += wait
            counters.longestWaitMilliseconds = max(counters.longestWaitMilliseconds, wait)
            connections[slot]?.send(unit)
        }
        if !idleWaiters.isEmpty, isIdle { wakeIdleWaiters() }
    }

    private func cancel(_ unit: Unit, _ now: UInt64) {
        guard !unit.isFinished else { return }
        unit.abandonedAt = now
        // In flight it may yet be committed; while it waits it certainly is not sent any more.
        guard unit.isSent else { return skip(unit, PostgresError(.cancelled, "the task was cancelled")) }
        unit.finish(PostgresError(.cancelled, "the task was cancelled", outcomeUnknown: unit.commits))
    }

    /// Fails a unit that will not be sent. Whatever else its transaction did must not be committed without it.
    private func skip(_ unit: Unit, _ error: PostgresError) {
        unit.lease?.hasSkipped = true
        unit.finish(error)
    }

    // MARK: Deadlines

    private func startSweeping() {
        guard sweep == nil else { return }
        sweep = loop.schedule(afterMilliseconds: Self.sweepMilliseconds, repeatMilliseconds: Self.sweepMilliseconds) {
            self.sweepDeadlines(self.loop.nowMilliseconds)
        }
    }

    private func sweepDeadlines(_ now: UInt64) {
        sweepQueue(now)
        for lease in leases.values { sweepPending(of: lease, now) }
        for slot in connections.indices { sweepInFlight(slot, now) }
        pump(now)
        guard isIdle else { return }
        sweep?.cancel()
        sweep = nil
    }

    private func sweepQueue(_ now: UInt64) {
        for offset in 0..<queue.count {
            if let unit = queue[offset], unit.isCancelled { cancel(unit, now) }
        }
        // Oldest first. Those that were put back at the head are older still.
        while let unit = queue.first, unit.isFinished || isOverdue(unit, now) {
            _ = queue.popFirst()
        }
    }

    private func sweepPending(of lease: Lease, _ now: UInt64) {
        for unit in lease.pending where unit.isCancelled { cancel(unit, now) }
        lease.pending.removeAll { $0.isFinished || isOverdue($0, now) }
    }

    /// Fails a unit that was not sent when it has waited long enough.
    private func isOverdue(_ unit: Unit, _ now: UInt64) -> Bool {
        if state.ready == 0, now.elapsed(since: unit.submittedAt) >= UInt64(configuration.connectTimeoutMilliseconds) {
            skip(unit, PostgresError(.notConnected, lastFailure?.message ?? "no connection", server: lastFailure?.server))
            return true
        }
        guard now >= unit.deadline else { return false }
        counters.timedOut += 1
        skip(unit, PostgresError(.timeout, "no connection was free within \(configuration.requestTimeoutMilliseconds) ms"))
        return true
    }

    private func sweepInFlight(_ slot: Int, _ now: UInt64) {
        guard let connection = connections[slot] else { return }
        for offset in 0..<connection.inFlight {
            guard let unit = connection.unit(at: offset) else { break }
            if unit.isCancelled {
                cancel(unit, now)
            } else if now >= unit.deadline, !unit.isFinished {
                counters.timedOut += 1
                unit.abandonedAt = now
                unit.finish(
                    PostgresError(
                        .timeout, "no answer within \(configuration.requestTimeoutMilliseconds) ms", outcomeUnknown: unit.commits)
                )
            }
        }
        // What the server works at now, for nobody.
        guard let head = connection.unit(at: 0), let since = head.abandonedAt else { return }
        if now.elapsed(since: since) >= Self.abandonedMaximumMilliseconds {
            connection.broken(PostgresError(.connectionLost(outcomeUnknown: true), "the server does not answer"))
        } else if !head.cancelSent, now.elapsed(since: since) >= Self.cancelGraceMilliseconds {
            head.cancelSent = true
            connection.cancelCurrent()
        }
    }
}
