import Contracts
import Foundation
import Postgres

/// Names one partition of one subscription.
struct LaneKey: Hashable, Sendable {
    let consumer: String
    let producer: ServiceName
    let partition: Int

    var description: String { "\(consumer)<\(producer.rawValue)/\(partition)" }
}

/// A lease of a partition, with where it stands.
struct HeldCursor: Sendable {
    let key: LaneKey
    let position: Int64
    let epoch: Int64
    /// The last holder gave it back in an orderly way.
    let wasReleased: Bool
}

/// The rows of cursors and leases.
struct CursorStore: Sendable {
    let database: PostgresClient
    let instance: UUID
    let leaseMilliseconds: Int64

    private var expiry: Query { "clock_timestamp() + \(leaseMilliseconds) * interval '1 millisecond'" }

    /// Makes the rows of subscriptions that are new.
    func prepare(_ subscriptions: [Subscription]) async throws {
        for subscription in subscriptions {
            try await database.query(
                """
                insert into subscription_cursors (consumer, producer, partition)
                select \(subscription.consumer), \(subscription.producer.rawValue), generate_series(0, \(Int32(Partition.count - 1)))
                on conflict do nothing
                """)
        }
    }

    /// Reports this replica as alive and returns how many of the consumer are. (Replicas that were all silent for a while report
    /// at once: without `skip locked` each would wait to delete another's row.)
    func enrol(_ consumer: String) async throws -> Int {
        let answers = try await database.execute([
            """
            insert into subscription_members (consumer, instance, seen_at) values (\(consumer), \(instance), clock_timestamp())
            on conflict (consumer, instance) do update set seen_at = excluded.seen_at
            """,
            """
            delete from subscription_members m using (
                select instance from subscription_members
                where consumer = \(consumer) and seen_at < clock_timestamp() - \(leaseMilliseconds) * interval '1 millisecond'
                for update skip locked
            ) gone
            where m.consumer = \(consumer) and m.instance = gone.instance
            """,
            "select count(*) from subscription_members where consumer = \(consumer)",
        ])
        let count: Int64 = try answers[2].decodeOne(Int64.self)
        return Int(count)
    }

    /// Takes up to `count` partitions that nobody holds.
    func acquire(_ consumer: String, producers: [ServiceName], count: Int) async throws -> [HeldCursor] {
        let rows = try await database.query(
            """
            with free as (
                select consumer, producer, partition, owner is null as released from subscription_cursors
                where consumer = \(consumer) and producer = any(\(producers.map(\.rawValue)))
                    and (owner is null or expires_at < clock_timestamp())
                order by partition, producer limit \(count) for update skip locked
            )
            update subscription_cursors c set owner = \(instance), epoch = c.epoch + 1, expires_at = \(expiry)
            from free f where c.consumer = f.consumer and c.producer = f.producer and c.partition = f.partition
            returning c.producer, c.partition, c.position, c.epoch, f.released
            """)
        return try rows.decode((String, Int16, Int64, Int64, Bool).self).compactMap {
            producer, partition, position, epoch, released in
            ServiceName(rawValue: producer).map { producer in
                HeldCursor(
                    key: LaneKey(consumer: consumer, producer: producer, partition: Int(partition)), position: position,
                    epoch: epoch, wasReleased: released)
            }
        }
    }

    /// Prolongs this replica's leases and returns those that it has. One whose row is locked is at work: its transaction
    /// prolongs it.
    func renew(_ consumer: String) async throws -> [LaneKey: Int64] {
        let answers = try await database.execute([
            """
            update subscription_cursors c set expires_at = \(expiry) from (
                select consumer, producer, partition from subscription_cursors
                where consumer = \(consumer) and owner = \(instance) for update skip locked
            ) mine
            where c.consumer = mine.consumer and c.producer = mine.producer and c.partition = mine.partition
            """,
            "select producer, partition, epoch from subscription_cursors where consumer = \(consumer) and owner = \(instance)",
        ])
        var held: [LaneKey: Int64] = [:]
        for (producer, partition, epoch) in try answers[1].decode((String, Int16, Int64).self) {
            guard let producer = ServiceName(rawValue: producer) else { continue }
            held[LaneKey(consumer: consumer, producer: producer, partition: Int(partition))] = epoch
        }
        return held
    }

    /// Gives one partition back, if it is still held.
    func release(_ key: LaneKey, epoch: Int64) async throws {
        try await database.query(
            "update subscription_cursors set owner = null, expires_at = '-infinity' where \(mine(key, epoch))")
    }

    /// This replica goes.
    func leave(_ consumer: String) async throws {
        try await database.query(
            "delete from subscription_members where consumer = \(consumer) and instance = \(instance)")
    }

    /// Where the cursor stands; nil when it is no longer this replica's.
    func position(_ key: LaneKey, epoch: Int64) async throws -> Int64? {
        try await database.query("select position from subscription_cursors where \(mine(key, epoch))").decodeFirst(Int64.self)
    }

    /// Counts an attempt at the event at `position` before it is made; returns which one it is, or nil when the lease is lost.
    func countAttempt(_ key: LaneKey, epoch: Int64, position: Int64) async throws -> Int? {
        let rows = try await database.query(
            """
            update subscription_cursors set failing_position = \(position),
                attempts = case when failing_position = \(position) then attempts + 1 else 1 end
            where \(mine(key, epoch)) returning attempts
            """)
        let attempts: Int32? = try rows.decodeFirst(Int32.self)
        return attempts.map { Int($0) }
    }

    /// Takes an attempt back that failed for no fault of the event's.
    func uncountAttempt(_ key: LaneKey, epoch: Int64, position: Int64) async throws {
        try await database.query(
            """
            update subscription_cursors set attempts = attempts - 1
            where \(mine(key, epoch)) and failing_position = \(position) and attempts > 0
            """)
    }

    /// Moves the cursor, within the transaction of the effect, and prolongs the lease. Affects no row when the lease is lost.
    func move(_ key: LaneKey, epoch: Int64, from: Int64, to position: Int64) -> Query {
        """
        update subscription_cursors set position = \(position), expires_at = \(expiry), attempts = 0, failing_position = 0
        where \(mine(key, epoch)) and position = \(from)
        """
    }

    private func mine(_ key: LaneKey, _ epoch: Int64) -> Query {
        """
        consumer = \(key.consumer) and producer = \(key.producer.rawValue) and partition = \(Int16(key.partition)) \
        and owner = \(instance) and epoch = \(epoch)
        """
    }
}
