import Contracts
import EventLoop
import Foundation
import Logging
import Postgres
import Redis
import ServiceLifecycle

/// Runs a service's subscriptions: leases partitions, reads their streams (or the producers, where a stream lacks something or
/// Redis is not there), and applies each event exactly once, in order per partition.
public final class Subscriber: Service, Sendable {
    /// The pause after a failure of the streams' or the leases' reading.
    private static let retryMilliseconds: UInt64 = 100
    /// How long a reader without a stream to read waits for one.
    private static let idleMilliseconds: UInt64 = 500
    /// How often it is looked at whether producers are to be asked.
    private static let pollTickMilliseconds: UInt64 = 100

    private let subscriptions: [Subscription]
    private let database: PostgresClient
    private let redis: RedisClient
    private let reader: RedisReader
    private let source: any EventSource
    private let configuration: SubscriberConfiguration
    private let logger: Logger
    private let registry = LaneRegistry()
    private let tally = Tally()
    private let store: CursorStore
    private let permits: Permits
    private let keeperWakeup: Wakeup
    private let readerWakeup: Wakeup

    /// A subscriber. `database` connects as the service's app role; `source` reads producers' outboxes.
    public init(
        subscriptions: [Subscription], database: PostgresClient, redis: RedisClient, source: any EventSource, logger: Logger,
        configuration: SubscriberConfiguration = SubscriberConfiguration()
    ) {
        self.subscriptions = Subscription.merged(subscriptions)
        self.database = database
        self.redis = redis
        self.reader = RedisReader(of: redis, logger: logger)
        self.source = source
        self.configuration = configuration
        self.logger = logger
        self.store = CursorStore(database: database, instance: UUID(), leaseMilliseconds: configuration.leaseMilliseconds)
        self.permits = Permits(configuration.concurrentTransactions)
        self.keeperWakeup = Wakeup(database.eventLoop)
        self.readerWakeup = Wakeup(database.eventLoop)
    }

    /// What it is doing now.
    public var status: SubscriberStatus {
        let lanes = registry.all
        var status = tally.value
        status.leases = lanes.count
        status.lag = lanes.reduce(0) { $0 + $1.lag }
        status.stalled = lanes.count { $0.isStalled }
        return status
    }

    /// The lag in positions by producer, over the partitions of this process.
    public var lagByProducer: [ServiceName: Int64] {
        registry.all.reduce(into: [:]) { $0[$1.key.producer, default: 0] += $1.lag }
    }

    /// Works until shutdown; then the transactions under way end and the leases are given back.
    public func run() async throws {
        guard !subscriptions.isEmpty else {
            try? await gracefulShutdown()
            return
        }
        // Handlers wait for their database far more than they compute: beside it they need no other thread to wake.
        await withTaskExecutorPreference(database.eventLoop.taskExecutor) { await work() }
    }

    private func work() async {
        await withDiscardingTaskGroup { group in
            group.addTask { await self.runReader() }
            group.addTask { await self.readStreams() }
            for producer in Set(subscriptions.map(\.producer)) {
                group.addTask { await self.pollProducer(producer) }
            }
            await withGracefulShutdownHandler {
                while !isStopping {
                    for lane in await keepLeases() {
                        group.addTask {
                            await lane.run { await self.readAgain() }
                            self.registry.remove(lane)
                            self.keeperWakeup.signal()
                        }
                    }
                    await readAgain()
                    await keeperWakeup.wait(milliseconds: UInt64(configuration.leaseMilliseconds) / 3)
                }
            } onGracefulShutdown: {
                self.stopLanes()
            }
            await end()
            group.cancelAll()
        }
    }

    private var isStopping: Bool { Task.isCancelled || Task.isShuttingDownGracefully }

    private func stopLanes() {
        for lane in registry.all { lane.stop() }
        keeperWakeup.signal()
        readerWakeup.signal()
    }

    private func end() async {
        stopLanes()
        while !registry.isEmpty, !Task.isCancelled { await keeperWakeup.wait(milliseconds: Self.retryMilliseconds) }
        for consumer in consumers { try? await store.leave(consumer) }
    }

    private var consumers: [String] { Set(subscriptions.map(\.consumer)).sorted() }

    // MARK: Leases

    /// Renews what is held, gives back what is more than this replica's share, and takes what is free up to it. Returns the new
    /// lanes.
    private func keepLeases() async -> [Lane] {
        var added: [Lane] = []
        for consumer in consumers {
            do {
                added += try await keepLeases(consumer)
            } catch {
                guard !isStopping else { return added }
                logger.warning("leases cannot be kept", metadata: ["consumer": "\(consumer)", "reason": "\(error)"])
            }
        }
        return added
    }

    private func keepLeases(_ consumer: String) async throws -> [Lane] {
        let own = subscriptions.filter { $0.consumer == consumer }
        if registry.lanes(of: consumer).isEmpty { try await store.prepare(own) }
        let members = try await store.enrol(consumer)
        let held = try await store.renew(consumer)
        for lane in registry.lanes(of: consumer) where held[lane.key] != lane.epoch { lane.stop() }
        // A lane that ended without the database's hearing of it must not be kept from others for ever.
        for (key, epoch) in held where !registry.has(key, epoch: epoch) { try await store.release(key, epoch: epoch) }
        let share = Self.share(of: own.count * Partition.count, members: members)
        let lanes = registry.lanes(of: consumer)
        for lane in lanes.dropFirst(share) { lane.stop() }
        guard lanes.count < share, !isStopping else { return [] }
        let acquired = try await store.acquire(consumer, producers: own.map(\.producer), count: share - lanes.count)
        return acquired.compactMap { held in
            guard let subscription = own.first(where: { $0.producer == held.key.producer }) else { return nil }
            let lane = makeLane(held, subscription)
            registry.add(lane)
            return lane
        }
    }

    /// How many of the partitions one of so many replicas takes: rounded up, so that none is left over.
    static func share(of partitions: Int, members: Int) -> Int { (partitions + members - 1) / max(1, members) }

    private func makeLane(_ held: HeldCursor, _ subscription: Subscription) -> Lane {
        let delivery = Delivery(
            database: database, store: store, key: held.key, epoch: held.epoch, subscription: subscription, permits: permits,
            fault: configuration.fault)
        return Lane(
            held, configuration: configuration, delivery: delivery, source: source, loop: database.eventLoop, logger: logger,
            tally: tally)
    }

    // MARK: Reading

    private func runReader() async {
        do {
            try await reader.run()
        } catch {
            // The client says the same, and ends the service; until then the producers are asked.
            logger.error("streams cannot be read", metadata: ["reason": "\(error)"])
        }
    }

    /// Which streams are read has changed: begin the read anew.
    private func readAgain() async {
        readerWakeup.signal()
        await reader.interrupt()
    }

    private func readStreams() async {
        var pace = ReadPace(pauseMilliseconds: configuration.readPauseMilliseconds)
        while !isStopping {
            if let rest = pace.restMilliseconds(at: Clock.now()) { await readerWakeup.wait(milliseconds: rest) }
            let positions = registry.positions()
            guard !positions.isEmpty, reader.isConnected else {
                await readerWakeup.wait(milliseconds: positions.isEmpty ? Self.idleMilliseconds : Self.retryMilliseconds)
                continue
            }
            do {
                let batches = try await reader.read(
                    positions, count: configuration.readAhead, blockMilliseconds: configuration.blockMilliseconds)
                if !batches.isEmpty { pace.found(at: Clock.now()) }
                for batch in batches { registry.feed(batch) }
            } catch {
                guard !isStopping else { return }
                logger.debug("a read of streams failed", metadata: ["reason": "\(error)"])
                await readerWakeup.wait(milliseconds: Self.retryMilliseconds)
            }
        }
    }

    /// Asks a producer how far it is: often without Redis, now and then with it.
    private func pollProducer(_ producer: ServiceName) async {
        let pause = Wakeup(database.eventLoop)
        var last: UInt64 = 0
        while !isStopping {
            let withoutRedis = !reader.isConnected
            let due = withoutRedis ? configuration.pollWithoutRedisMilliseconds : configuration.pollMilliseconds
            if Clock.now() >= last + due * 1_000_000 {
                last = Clock.now()
                if let heads = try? await source.heads(of: producer) {
                    for lane in registry.lanes(of: producer) where heads.indices.contains(lane.key.partition) {
                        lane.noteHead(heads[lane.key.partition], withoutRedis: withoutRedis)
                    }
                }
            }
            await pause.wait(milliseconds: min(due, Self.pollTickMilliseconds))
        }
    }
}
