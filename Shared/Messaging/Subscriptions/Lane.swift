import Contracts
import EventLoop
import Foundation
import Logging
import Postgres
import ServiceLifecycle

/// One leased partition: takes what was read ahead and applies it, in order, until the lease ends.
final class Lane: Sendable {
    /// How long an idle lane waits before it looks again, should a signal have been missed.
    private static let idleMilliseconds: UInt64 = 1_000
    /// How long a lane waits before it asks a producer again that has lost its next event.
    private static let stalledMilliseconds: UInt64 = 5_000

    private struct State {
        var isStopped = false
        var isStalled = false
        var cursor: Int64
        /// Where the reading stood when the producer's head was last compared.
        var suspect: Int64?
    }

    let key: LaneKey
    /// The stream that it reads.
    let streamKey: String
    let epoch: Int64
    let buffer: Locked<LaneBuffer>
    private let state: Locked<State>
    private let wakeup: Wakeup
    private let configuration: SubscriberConfiguration
    private let delivery: Delivery
    private let source: any EventSource
    private let logger: Logger
    private let tally: Tally
    /// The last holder did not give the lease back: it may have died of one of the next events.
    private let startsCarefully: Bool

    init(
        _ held: HeldCursor, configuration: SubscriberConfiguration, delivery: Delivery, source: any EventSource, loop: EventLoop,
        logger: Logger, tally: Tally
    ) {
        key = held.key
        streamKey = Partition.streamKey(held.key.partition, held.key.producer)
        epoch = held.epoch
        startsCarefully = !held.wasReleased
        buffer = Locked(LaneBuffer(position: held.position, capacity: configuration.readAhead))
        state = Locked(State(cursor: held.position))
        wakeup = Wakeup(loop)
        self.configuration = configuration
        self.delivery = delivery
        self.source = source
        self.logger = logger
        self.tally = tally
    }

    /// Positions known to exist and not applied.
    var lag: Int64 { max(0, buffer.withLock { $0.head } - cursor) }
    var isStalled: Bool { state.withLock { $0.isStalled } }
    private var cursor: Int64 { state.withLock { $0.cursor } }
    private var isStopping: Bool { state.withLock { $0.isStopped } || Task.isCancelled || Task.isShuttingDownGracefully }

    /// Ends the lane after the transaction under way.
    func stop() {
        state.withLock { $0.isStopped = true }
        wakeup.signal()
    }

    /// The stream had this. Returns whether the stream should be read differently now.
    func feed(_ items: [LaneBuffer.Item]) -> Bool {
        let changed = buffer.withLock { buffer in
            buffer.feed(items)
            return !buffer.wantsMore
        }
        wakeup.signal()
        return changed
    }

    /// The producer says how far the partition goes. A stream that stands still behind it, or a Redis that is not there, is not
    /// waited for.
    func noteHead(_ head: Int64, withoutRedis: Bool) {
        let position = buffer.withLock { buffer in
            buffer.noteHead(head)
            return buffer.readPosition
        }
        let (isSuspect, isBehindCursor) = state.withLock { state in
            defer { state.suspect = head > position ? position : nil }
            return (state.suspect == position, head < state.cursor)
        }
        if isBehindCursor { stall("the producer has gone back to \(head), behind this consumer's position \(cursor)") }
        guard head > position, withoutRedis || isSuspect else { return }
        buffer.withLock { $0.distrustStream() }
        wakeup.signal()
    }

    // MARK: Work

    /// Applies events until the lane is stopped or its lease is lost; gives a lease that it still has back.
    func run(onRoom: @Sendable () async -> Void) async {
        var careful = startsCarefully ? configuration.batchMaximum : 0
        while !isStopping {
            let (items, madeRoom) = buffer.withLock { buffer in
                let wasFull = buffer.mode == .stream && !buffer.wantsMore
                let items = buffer.take(configuration.batchMaximum)
                return (items, wasFull && buffer.wantsMore)
            }
            if madeRoom { await onRoom() }
            guard !items.isEmpty else {
                if buffer.withLock({ $0.mode }) == .catchUp {
                    if await catchUp() { await onRoom() }
                } else {
                    await wakeup.wait(milliseconds: Self.idleMilliseconds)
                }
                continue
            }
            guard await apply(items, carefully: careful > 0) else { break }
            careful = max(0, careful - items.count)
        }
        // Does nothing when somebody else has it by now.
        try? await delivery.store.release(key, epoch: epoch)
    }

    /// Applies a batch as one transaction; event by event when that fails. False when the lane must end.
    private func apply(_ items: [LaneBuffer.Item], carefully: Bool) async -> Bool {
        let items = items.filter { $0.position > cursor }
        if !carefully, await applyTogether(items) { return true }
        for item in items where item.position > cursor {
            guard await applyAlone(item) else { return false }
        }
        return true
    }

    private func applyTogether(_ items: [LaneBuffer.Item]) async -> Bool {
        guard let last = items.last?.position else { return true }
        do {
            try await delivery.apply(items, from: cursor)
            advance(to: last, applied: items.count)
            return true
        } catch {
            tally.update { $0.failures += 1 }
            logger.debug("a batch failed, on to its events", metadata: metadata(last, error))
            return false
        }
    }

    /// Applies one event, again and again where that may help; puts it aside where it does not. False when the lane must end.
    private func applyAlone(_ item: LaneBuffer.Item) async -> Bool {
        var pauses = Pauses(configuration)
        while !isStopping {
            do {
                // Whatever failed before may have been committed all the same, or have lost the lease: the row knows.
                guard try await resynchronise() else { return false }
                guard item.position > cursor else { return true }
                if try await attempt(item) { return true }
            } catch {
                logger.warning("a consumer waits for its database", metadata: metadata(item.position, error))
            }
            await wakeup.wait(milliseconds: pauses.next())
        }
        return false
    }

    /// True when the event is done with, one way or the other. Throws when the database does not let it be tried.
    private func attempt(_ item: LaneBuffer.Item) async throws -> Bool {
        guard let number = try await delivery.store.countAttempt(key, epoch: epoch, position: item.position) else { return false }
        guard number <= configuration.maximumAttempts else {
            let reason = MessagingError(.invalidEvent, "this process ended, or did not answer, at each attempt")
            try await bury(item, error: reason, attempts: number - 1)
            return true
        }
        do {
            try await delivery.apply([item], from: cursor)
            advance(to: item.position, applied: 1)
            return true
        } catch {
            tally.update { $0.failures += 1 }
            logger.warning("an event failed", metadata: metadata(item.position, error))
            switch Failure(error) {
            case .leaseLost, .cancelled: return false
            case .passing:
                try await delivery.store.uncountAttempt(key, epoch: epoch, position: item.position)
                return false
            case .counted where number < configuration.maximumAttempts:
                return false
            case .counted, .certain:
                try await bury(item, error: error, attempts: number)
                return true
            }
        }
    }

    private func bury(_ item: LaneBuffer.Item, error: any Error, attempts: Int) async throws {
        try await delivery.bury(item, from: cursor, error: error, attempts: attempts)
        advance(to: item.position, applied: 0)
        tally.update { $0.deadLetters += 1 }
        logger.error("an event is put aside", metadata: metadata(item.position, error))
    }

    private func advance(to position: Int64, applied: Int) {
        state.withLock { state in
            state.cursor = position
            state.isStalled = false
        }
        tally.update { $0.applied += Int64(applied) }
    }

    /// Reads how far the cursor is. False when the partition is no longer this replica's, or the row is behind what was applied:
    /// a database that was restored to an earlier time. A new lane then begins where the row stands.
    private func resynchronise() async throws -> Bool {
        guard let position = try await delivery.store.position(key, epoch: epoch) else { return false }
        let isBehind = state.withLock { state in
            defer { state.cursor = max(state.cursor, position) }
            return position < state.cursor
        }
        if isBehind { logger.error("a consumer's database has gone back", metadata: metadata(position, nil)) }
        return !isBehind
    }

    // MARK: Catching up

    /// Reads what follows from the producer. True when the stream is to be read again.
    private func catchUp() async -> Bool {
        let after = buffer.withLock { $0.readPosition }
        do {
            let page = try await source.page(
                from: key.producer, partition: key.partition, after: after, limit: configuration.readAhead)
            if let first = page.data.first, first.position > after + 1 { return await lost(after: after, oldest: first.position) }
            if page.data.isEmpty, page.oldest > after + 1, page.head > after {
                return await lost(after: after, oldest: page.oldest)
            }
            let items = page.data.map { LaneBuffer.Item(position: $0.position, json: Array($0.envelope.utf8)) }
            return buffer.withLock { buffer in
                buffer.noteHead(page.head)
                buffer.caughtUp(items, isAll: (items.last?.position ?? after) >= page.head)
                return buffer.mode == .stream
            }
        } catch {
            guard !isStopping else { return false }
            logger.warning("a producer's outbox cannot be read", metadata: metadata(after + 1, error))
            await wakeup.wait(milliseconds: Self.idleMilliseconds)
            return false
        }
    }

    /// The producer no longer keeps what follows. A new consumer begins with what there is; any other must not skip in silence.
    private func lost(after: Int64, oldest: Int64) async -> Bool {
        if after == 0 {
            let rows = try? await delivery.database.query(delivery.store.move(key, epoch: epoch, from: 0, to: oldest - 1))
            guard rows?.affected == 1 else { return false }
            logger.warning("a new consumer begins after what is no longer kept", metadata: metadata(oldest, nil))
            state.withLock { $0.cursor = oldest - 1 }
            buffer.withLock { buffer in
                buffer.restart(at: oldest - 1)
                buffer.distrustStream()
            }
            return false
        }
        stall("positions \(after + 1) to \(oldest - 1) are no longer kept by the producer")
        await wakeup.wait(milliseconds: Self.stalledMilliseconds)
        return false
    }

    private func stall(_ reason: String) {
        let isNew = state.withLock { state in
            defer { state.isStalled = true }
            return !state.isStalled
        }
        if isNew { logger.error("a consumer cannot go on", metadata: ["lane": "\(key.description)", "reason": "\(reason)"]) }
    }

    private func metadata(_ position: Int64, _ error: (any Error)?) -> Logger.Metadata {
        var metadata: Logger.Metadata = ["lane": "\(key.description)", "position": "\(position)"]
        if let error { metadata["reason"] = "\(error)" }
        return metadata
    }
}

/// Pauses between attempts at one event.
private struct Pauses {
    private let maximum: UInt64
    private var pause: UInt64

    init(_ configuration: SubscriberConfiguration) {
        pause = max(1, configuration.retryMinimumMilliseconds)
        maximum = configuration.retryMaximumMilliseconds
    }

    mutating func next() -> UInt64 {
        defer { pause = min(maximum, pause * 2) }
        // Up to half at random: partitions that failed together do not come back in step.
        return pause - UInt64.random(in: 0...(pause / 2))
    }
}

/// Counts what lanes do.
final class Tally: Sendable {
    private let status = Locked(SubscriberStatus())

    var value: SubscriberStatus { status.withLock { $0 } }

    func update(_ body: (inout SubscriberStatus) -> Void) { status.withLock { body(&$0) } }
}
