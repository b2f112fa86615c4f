import Contracts
import EventLoop
import Logging
import Postgres
import Redis
import ServiceLifecycle

/// Tells others what this service has committed: gives each event of the outbox its position, and adds it to its stream.
///
/// Every replica runs one; the one that holds the advisory lock works, the others stand by. Positions are committed before
/// anything is added, so whoever takes over only has to compare. Without Redis positions are given all the same: consumers then
/// read from the outbox.
public final class Relay: Service, Sendable {
    private let service: ServiceName
    private let redis: RedisClient
    private let database: PostgresClient
    private let configuration: RelayConfiguration
    private let logger: Logger
    private let shared = Locked(RelayStatus())
    private let trouble: Locked<RelayTrouble>
    private let wakeup: Wakeup
    /// Until when the relay looks often, in nanoseconds of the monotonic clock.
    private let activeUntil = Locked(UInt64(0))

    /// A relay of a service's outbox. `database` connects as the service's worker role; the relay opens one connection
    /// like it for itself.
    public init(
        service: ServiceName, database: PostgresClient, redis: RedisClient, logger: Logger,
        configuration: RelayConfiguration = RelayConfiguration()
    ) {
        self.service = service
        self.redis = redis
        self.database = database
        self.configuration = configuration
        self.logger = logger
        self.trouble = Locked(
            RelayTrouble(
                minimumMilliseconds: configuration.retryMilliseconds,
                maximumMilliseconds: configuration.retryMaximumMilliseconds))
        self.wakeup = Wakeup(database.eventLoop)
    }

    /// What it is doing now.
    public var status: RelayStatus {
        let since = trouble.withLock { $0.since }
        var status = shared.withLock { $0 }
        if let since {
            // Nobody knows what waits; it is at least as old as the trouble.
            status.outboxAgeMilliseconds = max(status.outboxAgeMilliseconds, Int64((Clock.now() - since) / 1_000_000))
        }
        return status
    }

    /// Looks at the outbox now rather than at its next time.
    public func wake() {
        // While it looks every few milliseconds anyway, a signal would only make it look before the commit.
        if !stayActive() { wakeup.signal() }
    }

    /// Prolongs the time of frequent looks; returns whether it was one already.
    @discardableResult
    private func stayActive() -> Bool {
        let now = Clock.now()
        return activeUntil.withLock { until in
            defer { until = now + configuration.activeMilliseconds * 1_000_000 }
            return until > now
        }
    }

    /// Relays, or stands by, until shutdown.
    public func run() async throws {
        let listener = OutboxActivity.shared.listen { [weak self] in self?.wake() }
        defer { OutboxActivity.shared.forget(listener) }
        // It waits for its database and for Redis, whose loop this is: no other thread need wake.
        await withTaskExecutorPreference(database.eventLoop.taskExecutor) {
            await withTaskGroup(of: Void.self) { group in
                group.addTask {
                    for await _ in self.database.listen(Outbox.channel) { self.wake() }
                }
                await withGracefulShutdownHandler {
                    await work()
                } onGracefulShutdown: {
                    self.wakeup.signal()
                }
                group.cancelAll()
            }
        }
    }

    private var isStopping: Bool { Task.isCancelled || Task.isShuttingDownGracefully }

    private func work() async {
        while !isStopping {
            var pause = configuration.retryMilliseconds
            do {
                try await database.withSession { session in
                    try await standBy(RelayDatabase(session: session))
                }
            } catch {
                pause = noteFailure(error)
            }
            shared.withLock { $0.isLeader = false }
            guard !isStopping else { return }
            await wakeup.wait(milliseconds: pause)
        }
    }

    /// Waits for the leadership, leads, and gives it back when told to stop.
    private func standBy(_ session: RelayDatabase) async throws {
        var lastHint: UInt64 = 0
        while !isStopping {
            if try await session.lead() { return try await lead(session) }
            noteSuccess()
            await wakeup.wait(milliseconds: configuration.standbyPollMilliseconds)
            // The leader is in another process, which cannot see that events are about to be committed here.
            if isActive, Clock.now() > lastHint + configuration.hintMilliseconds * 1_000_000 {
                lastHint = Clock.now()
                try await session.hint()
            }
        }
    }

    private var isActive: Bool { activeUntil.withLock { $0 } > Clock.now() }

    private func lead(_ session: RelayDatabase) async throws {
        let reader = OutboxReader(database: database)
        let mirror = StreamMirror(
            service: service, redis: redis, reader: reader, configuration: configuration, logger: logger)
        var leadership = try await Leadership(
            session: session, mirror: mirror, heads: reader.heads(), redis: redis, configuration: configuration)
        logger.info("relaying")
        // Counters go on from one leadership to the next.
        let before = shared.withLock { $0 }
        shared.withLock { $0.isLeader = true }
        while !isStopping {
            let placed = try await leadership.turn()
            note(leadership, since: before)
            if placed > 0 { stayActive() }
            guard placed < configuration.batchMaximum else { continue }
            await wakeup.wait(milliseconds: pause(after: placed))
        }
        // Closing the connection gives the leadership back.
    }

    private func pause(after placed: Int) -> UInt64 {
        guard isActive else { return configuration.idlePollMilliseconds }
        return placed < configuration.rushCount ? configuration.activePollMilliseconds : configuration.rushPollMilliseconds
    }

    private func note(_ leadership: Leadership, since before: RelayStatus) {
        noteSuccess()
        shared.withLock { status in
            status.positioned += Int64(leadership.lastPlaced)
            status.appended = before.appended + leadership.mirror.appended
            status.conflicts = before.conflicts + leadership.mirror.conflicts
            status.lag = leadership.mirror.lag
            status.outboxAgeMilliseconds = leadership.oldestMilliseconds
            status.missing = leadership.gaps.missing.ranges.count
        }
    }

    /// Notes that looking failed; the log hears of the first time, until it works again.
    ///
    /// - Returns: the pause before the next attempt, in milliseconds.
    private func noteFailure(_ error: any Error) -> UInt64 {
        guard !isStopping else { return 0 }
        let (pause, isNews) = trouble.withLock { $0.failed(at: Clock.now()) }
        logger.log(
            level: isNews ? .warning : .debug,
            isNews ? "the relay stumbles; it tries again until it works" : "the relay has tried again",
            metadata: ["reason": "\(error)"])
        return pause
    }

    private func noteSuccess() {
        guard let milliseconds = trouble.withLock({ $0.worked(at: Clock.now()) }) else { return }
        logger.notice("the relay works again", metadata: ["after_ms": .stringConvertible(milliseconds)])
    }
}
