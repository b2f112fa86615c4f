import Contracts
import EventLoop
import Foundation
import Postgres
import Redis
import TestSupport
import Testing

@testable import Messaging

@Suite("A consumer that fails", .serialized)
struct SubscriberFaultTests {
    @Test("before or after its commit applies nothing twice and skips nothing", arguments: [true, false])
    func aroundCommit(before: Bool) async throws {
        try await Bus.with { bus in
            bus.startRelay()
            let points = Counter()
            var configuration = Bus.quickSubscriber
            configuration.batchMaximum = 4
            configuration.fault = { point in
                switch point {
                case .beforeCommit where before, .afterCommit where !before:
                    // A connection that goes away says nothing of what became of the transaction.
                    if points.next() % 3 == 1 { throw PostgresError(.connectionLost(outcomeUnknown: true), "a test says so") }
                default: break
                }
            }
            bus.startSubscriber(configuration)
            let tenants = (0..<6).map { _ in TenantID() }
            for tenant in tenants { try await bus.tell(0..<20, tenant) }
            #expect(try await eventually { try await bus.effects().count >= 120 })
            for tenant in tenants { #expect(try await bus.effects(of: tenant) == Array(0..<20)) }
            #expect(points.count > 10)
            #expect(try await bus.count("dead_letters", in: bus.consumerAdmin) == 0)
        }
    }

    @Test("by losing its connections in the middle goes on")
    func connectionsLost() async throws {
        try await Bus.with { bus in
            bus.startRelay()
            bus.startSubscriber()
            let tenants = (0..<6).map { _ in TenantID() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for tenant in tenants { group.addTask { try await bus.tell(0..<50, tenant) } }
                group.addTask {
                    for round in 0..<15 {
                        try await bus.consumerAdmin.query(
                            """
                            select pg_terminate_backend(pid) from pg_stat_activity
                            where datname = current_database() and usename = \(bus.consumerDatabase.app.user)
                            """)
                        // Spread over all that there is to do.
                        _ = try await eventually { try await bus.effects().count > round * 15 }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await eventually { try await bus.effects().count >= 300 })
            for tenant in tenants { #expect(try await bus.effects(of: tenant) == Array(0..<50)) }
        }
    }

    @Test("whose database was restored to an earlier time begins where that stands")
    func restored() async throws {
        try await Bus.with { bus in
            bus.startRelay()
            bus.startSubscriber()
            let tenant = tenant(in: 5)
            try await bus.tell(0..<10, tenant)
            #expect(try await eventually { try await bus.effects().count == 10 })
            try await bus.consumerAdmin.execute([
                "delete from effects where number >= 4", "update subscription_cursors set position = 4 where partition = 5",
            ])
            try await bus.tell(10..<12, tenant)
            #expect(try await eventually { try await bus.effects().count == 12 })
            #expect(try await bus.effects(of: tenant) == Array(0..<12))
        }
    }

    @Test("two replicas share the partitions; when one dies the other takes over, exactly once")
    func handOver() async throws {
        try await Bus.with { bus in
            bus.startRelay()
            let first = bus.startSubscriber()
            let second = bus.startSubscriber()
            #expect(await eventually { first.subscriber.status.leases == 8 && second.subscriber.status.leases == 8 })
            let tenants = (0..<16).map { tenant(in: $0) }
            let telling = Task {
                for number in 0..<30 { for tenant in tenants { try await bus.tell(number..<number + 1, tenant) } }
            }
            #expect(try await eventually { try await bus.effects().count > 100 })
            // Cancelled, not shut down: it gives nothing back.
            first.task.cancel()
            try await telling.value
            #expect(try await eventually { try await bus.effects().count >= 480 })
            for tenant in tenants { #expect(try await bus.effects(of: tenant) == Array(0..<30)) }
            #expect(await eventually { second.subscriber.status.leases == 16 })
        }
    }

    @Test("a replica that has lost its lease without knowing cannot write")
    func fenced() async throws {
        try await Bus.with { bus in
            bus.startRelay()
            let (entered, goOn, calls) = (Gate(), Gate(), Counter())
            var configuration = Bus.quickSubscriber
            configuration.fault = { point in
                guard case .beforeCommit = point, calls.next() == 1 else { return }
                entered.open()
                await goOn.wait()
            }
            let held = bus.startSubscriber(configuration)
            let tenant = tenant(in: 1)
            try await bus.tell(0..<1, tenant)
            await entered.wait()
            // The first has the row locked; nobody can take the partition from it in the middle of its work.
            bus.startSubscriber()
            #expect(try await bus.effects().isEmpty)
            goOn.open()
            #expect(try await eventually { try await bus.effects().count == 1 })
            // Between two of its transactions somebody else gets it: what it does then is refused.
            try await bus.consumerAdmin.query(
                "update subscription_cursors set owner = gen_random_uuid(), epoch = epoch + 1, expires_at = now() + interval '1 s'"
            )
            try await bus.tell(1..<5, tenant)
            #expect(try await eventually { try await bus.effects().count == 5 })
            #expect(try await bus.effects(of: tenant) == Array(0..<5))
            #expect(held.subscriber.status.deadLetters == 0)
        }
    }

    @Test("of one event goes on with the others after some attempts; the event can be retried or discarded")
    func poison() async throws {
        try await Bus.with { bus in
            bus.startRelay()
            let (attempts, cured) = (Counter(), Counter())
            let handle: @Sendable (Counted, EventEnvelope, Postgres.Transaction) async throws -> Void = {
                payload, event, transaction in
                if payload.number == 3 || payload.number == 5, cured.count == 0 {
                    attempts.next()
                    // An effect that must not stay.
                    try await Bus.record(Counted(number: 1_000), event, transaction)
                    throw Fault()
                }
                try await Bus.record(payload, event, transaction)
            }
            let (subscriber, _) = bus.startSubscriber(handle: handle)
            let tenant = TenantID()
            try await bus.tell(0..<8, tenant)
            #expect(try await eventually { try await bus.effects().count == 6 })
            #expect(try await bus.effects(of: tenant) == [0, 1, 2, 4, 6, 7])
            #expect(subscriber.status.deadLetters == 2)
            let letters = DeadLetters(
                database: bus.consumer, workers: bus.consumerWorker, subscriptions: [bus.subscription(handle)])
            #expect(try await letters.count() == 2)
            let listed = try await letters.list()
            #expect(listed.map(\.subject) == ["thing_3", "thing_5"])
            #expect(listed.allSatisfy { $0.attempts == 5 && $0.error.contains("Fault") && $0.tenant == tenant })
            #expect(try await letters.list(after: listed[0].place).map(\.subject) == ["thing_5"])
            #expect(try await letters.list(tenant: TenantID()).isEmpty)
            // Not cured: it stays.
            await #expect(throws: Fault.self) {
                try await letters.retry(tenant: tenant, event: listed[0].event, consumer: "tests")
            }
            #expect(try await letters.count() == 2)
            cured.next()
            try await letters.retry(tenant: tenant, event: listed[0].event, consumer: "tests")
            try await letters.discard(tenant: tenant, event: listed[1].event, consumer: "tests")
            #expect(try await bus.effects(of: tenant) == [0, 1, 2, 4, 6, 7, 3])
            #expect(try await letters.count() == 0)
            await #expect(throws: MessagingError.self) {
                try await letters.retry(tenant: tenant, event: listed[0].event, consumer: "tests")
            }
            await #expect(throws: MessagingError.self) {
                try await letters.discard(tenant: TenantID(), event: listed[1].event, consumer: "tests")
            }
        }
    }

    @Test("of an event that cannot be read puts it aside at once")
    func unreadable() async throws {
        try await Bus.with { bus in
            bus.startRelay()
            bus.startSubscriber()
            let tenant = tenant(in: 4)
            try await bus.tell(0..<1, tenant)
            try await bus.producer.query(
                """
                insert into outbox (tenant_id, event_id, partition, type, envelope)
                values (\(tenant), \(EventID()), 4, \(Counted.type), 'not even JSON')
                """, tenant: tenant.uuid)
            let wrong = try EventEnvelope(
                Ignored(number: 1), tenant: tenant, subject: "wrong", source: .agreements, time: Bus.now)
            let json = String(decoding: wrong.json, as: UTF8.self)
                .replacingOccurrences(of: "ignored", with: "counted").replacingOccurrences(of: "\"number\"", with: "\"digit\"")
            try await bus.producer.query(
                """
                insert into outbox (tenant_id, event_id, partition, type, envelope)
                values (\(tenant), \(wrong.id), 4, \(Counted.type), \(json))
                """, tenant: tenant.uuid)
            try await bus.tell(1..<2, tenant)
            #expect(try await eventually { try await bus.effects().count == 2 })
            let rows = try await bus.consumerAdmin.query("select type, attempts, tenant_id from dead_letters order by position")
            let letters = try rows.decode((String, Int32, TenantID).self)
            #expect(letters.map(\.0) == ["unreadable", Counted.type])
            #expect(letters.map(\.1) == [1, 1])
            #expect(letters.map(\.2) == [.platform, tenant])
        }
    }

    @Test("by dying of an event, attempt after attempt, gets past it")
    func deadly() async throws {
        try await Bus.with { bus in
            bus.startRelay()
            let tenant = tenant(in: 6)
            try await bus.tell(0..<6, tenant)
            var configuration = Bus.quickSubscriber
            configuration.leaseMilliseconds = 150
            // Each time that the event is handled the whole subscriber is killed, as a crash would.
            for _ in 0..<40 where try await bus.count("dead_letters", in: bus.consumerAdmin) == 0 {
                let died = Gate()
                let doomed = bus.startSubscriber(configuration) { payload, event, transaction in
                    if payload.number == 2 {
                        died.open()
                        try await Task.sleep(for: .seconds(60))
                    }
                    try await Bus.record(payload, event, transaction)
                    if payload.number == 5 { died.open() }
                }
                await died.wait()
                doomed.task.cancel()
                await doomed.task.value
            }
            #expect(try await bus.count("dead_letters", in: bus.consumerAdmin) == 1)
            bus.startSubscriber()
            #expect(try await eventually { try await bus.effects(of: tenant) == [0, 1, 3, 4, 5] })
        }
    }

    @Test("a consumer that comes late begins with what is kept; one that is left behind stalls and says so")
    func retentionPassed() async throws {
        try await Bus.with { bus in
            let tenant = tenant(in: 7)
            let relay = bus.startRelay()
            try await bus.tell(0..<10, tenant)
            #expect(await eventually { relay.relay.status.appended == 10 })
            try await bus.redis.flushAll()
            relay.task.cancel()
            await relay.task.value
            try await bus.redis.flushAll()
            try await bus.producerAdmin.query("delete from outbox_positions where position <= 4")
            let late = bus.startSubscriber()
            #expect(try await eventually { try await bus.effects(of: tenant) == Array(4..<10) })
            late.task.cancel()
            await late.task.value
            try await bus.consumerAdmin.query("update subscription_cursors set position = 2, owner = null where partition = 7")
            let (behind, _) = bus.startSubscriber()
            #expect(await eventually { behind.status.stalled == 1 })
            #expect(try await bus.effects().count == 6)
        }
    }
}
