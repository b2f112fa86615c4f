import Chassis
import Contracts
import EventLoop
import Logging
import Metrics
import Postgres
import ServiceLifecycle
import Terms

/// Attempts what is due on one channel: as many at once as there are slots, each as soon as it is due.
///
/// Woken by `NOTIFY` when something comes, by the injected clock when the next is due, by an attempt that ends where others wait
/// for its slot or that is made again, and now and then anyway: a notification is a hint, the table is the truth. Many replicas
/// may run it. An attempt is taken for a time (`for update skip locked`, then a lease in `due_at`), because no transaction stays
/// open while another side is slow.
struct DeliveryRunner: Service {
    /// Seconds between two looks at the table when nothing rings.
    private static let pollSeconds: Int64 = 30
    /// Seconds after a failure of ours, doubled to the poll interval.
    private static let retrySeconds: Int64 = 1

    let chassis: Chassis
    let sender: any DeliverySender
    private let wake = Wake()
    private let lanes: Lanes
    private let settling: Settling

    init(chassis: Chassis, sender: any DeliverySender) {
        self.chassis = chassis
        self.sender = sender
        lanes = Lanes(limit: sender.laneSlots, slots: sender.slots)
        settling = Settling(chassis: chassis)
    }

    /// Runs until a graceful shutdown; attempts that have begun are finished.
    func run() async throws {
        let (items, feed) = AsyncStream.makeStream(of: DueDelivery.self)
        await withDiscardingTaskGroup { group in
            group.addTask {
                await cancelWhenGracefulShutdown { await take(into: feed) }
                feed.finish()
            }
            for await item in items { group.addTask { await attempt(item) } }
        }
        await sender.close()
    }

    private func take(into feed: AsyncStream<DueDelivery>.Continuation) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { for await _ in chassis.workers.listen(DeliveryStore.channel) { wake.ring() } }
            group.addTask { await loop(feed) }
            await group.next()
            group.cancelAll()
        }
    }

    private func loop(_ feed: AsyncStream<DueDelivery>.Continuation) async {
        var pause = Self.retrySeconds
        while !Task.isCancelled {
            do {
                let free = sender.slots - lanes.total
                let now = chassis.clock.now
                let taken = free > 0 ? try await takeDue(free, at: now) : []
                for item in taken {
                    lanes.enter(item.lane)
                    feed.yield(item)
                }
                // Whatever comes after the look rings: only what a limit left behind must be asked for again.
                if !mayHaveLeft(taken, of: free) {
                    await wake.wait(until: try await nextLook(after: now), clock: chassis.clock)
                }
                pause = Self.retrySeconds
            } catch {
                guard !Task.isCancelled else { return }
                chassis.logger.warning(
                    "deliveries could not be taken", metadata: ["channel": "\(sender.channel.rawValue)", "error": "\(error)"])
                await wake.wait(until: chassis.clock.now.advanced(by: pause), clock: chassis.clock)
                pause = min(pause * 2, Self.pollSeconds)
            }
        }
    }

    /// Whether a limit, and not the end of what is due, ended the look that gave this.
    private func mayHaveLeft(_ taken: [DueDelivery], of free: Int) -> Bool {
        guard !taken.isEmpty else { return false }
        return taken.count == free || Dictionary(grouping: taken, by: \.lane).values.contains { $0.count >= sender.laneSlots }
    }

    private func takeDue(_ free: Int, at now: Instant) async throws -> [DueDelivery] {
        let query = DueStore.take(
            sender.channel, limit: free, laneLimit: sender.laneSlots, busy: lanes.busy,
            lease: now.advanced(by: sender.leaseSeconds), at: now)
        let taken = try await chassis.workers.query(query).map { try DueStore.decode($0, sender.channel) }
        return try await sender.prepare(taken, at: now)
    }

    /// When to look again unless something rings: what was due at the last look and not taken is locked by another replica for
    /// a moment.
    private func nextLook(after now: Instant) async throws -> Instant {
        let poll = now.advanced(by: Self.pollSeconds)
        guard lanes.total < sender.slots else { return poll }
        let next = try await chassis.workers.query(DueStore.next(sender.channel, busy: lanes.busy)).decodeFirst(Instant.self)
        return min(max(next ?? poll, now.advanced(by: 1)), poll)
    }

    private func attempt(_ item: DueDelivery) async {
        var isTaken = false
        await TraceContext.continuing(item.traceparent, tenant: item.tenant) {
            if item.followsLost { nameLost(item) }
            let lease = chassis.clock.now.advanced(by: sender.leaseSeconds)
            do {
                let outcome = try await sender.attempt(item, at: chassis.clock.now)
                count(outcome)
                try await settle(item, outcome, at: chassis.clock.now, until: lease)
                isTaken = outcome.kind == .taken
            } catch {
                // The attempt is made again when its lease ends; receivers know a repeat by its id.
                if !Task.isCancelled {
                    chassis.logger.warning(
                        "an attempt has no known end", metadata: ["delivery": "\(item.id)", "error": "\(error)"])
                }
            }
        }
        // One that was taken is over, and nobody waits for it unless there was no room.
        if lanes.leave(item.lane) || !isTaken { wake.ring() }
    }

    /// Writes an outcome, while the database is away again and again: what the other side has answered is not to be sent once more
    /// because of us. Past the lease, and when the process is to end, others see to it.
    private func settle(_ item: DueDelivery, _ outcome: AttemptOutcome, at now: Instant, until lease: Instant) async throws {
        var pause = Self.retrySeconds
        while true {
            do {
                return try await settling.settle(item, outcome, at: now)
            } catch {
                let next = chassis.clock.now.advanced(by: pause)
                guard next < lease, !Task.isCancelled, !Task.isShuttingDownGracefully else { throw error }
                try await chassis.clock.wait(until: next)
                pause *= 2
            }
        }
    }

    /// An attempt that was cut off may have arrived: it is made again, and that is counted and named.
    private func nameLost(_ item: DueDelivery) {
        Counter(label: "delivery_attempts_lost", dimensions: [("channel", sender.channel.rawValue)]).increment()
        chassis.logger.warning(
            "a delivery may arrive twice: an attempt was cut off",
            metadata: ["delivery": "\(item.id)", "channel": "\(sender.channel.rawValue)"])
    }

    private func count(_ outcome: AttemptOutcome) {
        Counter(
            label: "delivery_attempts",
            dimensions: [("channel", sender.channel.rawValue), ("outcome", "\(outcome.kind)")]
        ).increment()
    }
}
