import Contracts
import EventLoop
import Foundation
import Postgres
import Redis
import TestSupport
import Testing

@testable import Messaging

/// Whatever goes wrong, at any time: per tenant, the effects are always a prefix of what was told, each once; and when the
/// faults end, all of it.
@Suite("Random faults", .serialized)
struct RandomFaultTests {
    /// A generator that can be started again from the number that a failure shows.
    struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            // SplitMix64.
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    /// More of them with `PLEDGE_TEST_LONG`: each takes some seconds.
    private static let seeds: [UInt64] =
        ProcessInfo.processInfo.environment["PLEDGE_TEST_LONG"] == nil ? [11, 13] : Array(100..<140)
    private static let tenants = 6
    private static let eventsPerTenant = 60

    @Test("effects are a prefix of the outbox, each once", arguments: seeds)
    func prefix(seed: UInt64) async throws {
        try await Bus.with { bus in
            let tenants = (0..<Self.tenants).map { tenant(in: $0 * 3 % Partition.count) }
            let dice = Locked(Seeded(state: seed))
            let isCalm = Locked(false)
            @Sendable func strikes(_ odds: Int) -> Bool {
                guard !isCalm.withLock({ $0 }) else { return false }
                return dice.withLock { Int.random(in: 0..<odds, using: &$0) == 0 }
            }
            var relayConfiguration = Bus.quickRelay
            relayConfiguration.fault = { _ in if strikes(8) { throw Fault() } }
            var subscriberConfiguration = Bus.quickSubscriber
            subscriberConfiguration.batchMaximum = 8
            subscriberConfiguration.maximumAttempts = 1_000
            subscriberConfiguration.fault = { _ in
                if strikes(10) { throw PostgresError(.connectionLost(outcomeUnknown: true), "") }
            }
            let (relays, subscribers) = (relayConfiguration, subscriberConfiguration)
            bus.startRelay(relays)
            bus.startRelay(relays)
            let parts = Locked([bus.startSubscriber(subscribers).task, bus.startSubscriber(subscribers).task])

            try await withThrowingTaskGroup(of: Void.self) { group in
                for tenant in tenants { group.addTask { try await Self.tell(tenant, bus, strikes) } }
                group.addTask {
                    for _ in 0..<25 {
                        try await Self.disturb(bus, dice.withLock { Int.random(in: 0..<7, using: &$0) }, parts, subscribers)
                        try Self.check(try await bus.effects(), complete: false, tenants, seed)
                        try await Task.sleep(for: .milliseconds(30))
                    }
                }
                try await group.waitForAll()
            }
            isCalm.withLock { $0 = true }
            let isAll = try await eventually { try await bus.effects().count >= Self.tenants * Self.eventsPerTenant }
            if !isAll { Issue.record("seed \(seed)\n\(try await bus.describe())") }
            try Self.check(try await bus.effects(), complete: true, tenants, seed)
            #expect(try await bus.count("dead_letters", in: bus.consumerAdmin) == 0)
            // A stream that was cut short while events came keeps a hole; what it has is right, and its end is.
            let positions = try await bus.positions()
            #expect(
                try await eventually { try await bus.streams().compactMapValues(\.last) == positions.compactMapValues(\.last) })
            for (key, entries) in try await bus.streams() {
                #expect(Set(entries).isSubset(of: Set(positions[key] ?? [])), "seed \(seed)")
            }
        }
    }

    /// Tells of the numbers in order; some transactions are slow, some are rolled back first.
    private static func tell(_ tenant: TenantID, _ bus: Bus, _ strikes: @Sendable (Int) -> Bool) async throws {
        var number = 0
        while number < eventsPerTenant {
            let count = min(strikes(3) ? 5 : 1, eventsPerTenant - number)
            let events = try (number..<number + count).map { try Bus.event($0, tenant) }
            if strikes(6) {
                _ = try? await bus.producer.execute([Outbox.insert(events), "select 1/0"], tenant: tenant.uuid)
            }
            let isSlow = strikes(10)
            try await bus.producer.withTransaction(tenant: tenant.uuid) { transaction in
                try await transaction.query(Outbox.insert(events))
                if isSlow { try await Task.sleep(for: .milliseconds(60)) }
            }
            number += count
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    private static func disturb(
        _ bus: Bus, _ what: Int, _ subscribers: Locked<[Task<Void, Never>]>, _ configuration: SubscriberConfiguration
    ) async throws {
        switch what {
        case 0: _ = try? await bus.redis.flushAll()
        case 1:
            await bus.server.kill(losingData: true)
            try await Task.sleep(for: .milliseconds(40))
            try await bus.server.start()
        case 2:
            // A whole replica dies and another one comes.
            let started = bus.startSubscriber(configuration).task
            subscribers.withLock { tasks in
                defer { tasks.append(started) }
                return tasks.removeFirst()
            }.cancel()
        case 3:
            try await bus.producerAdmin.query(
                """
                select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
                    and database = (select oid from pg_database where datname = current_database())
                """)
        case 4:
            try await bus.consumerAdmin.query(
                """
                select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and usename = \(bus.consumerDatabase.app.user)
                """)
        case 5:
            let key = Partition.streamKey(Int.random(in: 0..<Partition.count), Bus.service)
            _ = try? await bus.redis.delete(key)
        default:
            // Redis forgets its last events, as a file cut short does.
            for partition in 0..<Partition.count {
                let key = Partition.streamKey(partition, Bus.service)
                guard let last = try? await bus.redis.xrevrange(key, count: 2), last.count == 2 else { continue }
                _ = try? await bus.redis.sendAll([
                    RedisCommand(["XDEL", .string(key), .string(last[0].id.description)]),
                    RedisCommand(["XSETID", .string(key), .string(last[1].id.description)]),
                ])
            }
        }
    }

    private static func check(_ effects: [Effect], complete: Bool, _ tenants: [TenantID], _ seed: UInt64) throws {
        for tenant in tenants {
            let numbers = effects.filter { $0.tenant == tenant }.map(\.number)
            #expect(numbers == Array(0..<(complete ? eventsPerTenant : numbers.count)), "seed \(seed)")
        }
    }
}
