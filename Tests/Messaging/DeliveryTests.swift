import Contracts
import EventLoop
import Foundation
import Postgres
import Redis
import Testing

@testable import Messaging

@Suite("Delivery", .serialized)
struct DeliveryTests {
    @Test("each tenant's events take effect once and in order, across partitions and batches")
    func order() async throws {
        try await Bus.with { bus in
            bus.startRelay()
            bus.startSubscriber()
            let tenants = (0..<20).map { _ in TenantID() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for tenant in tenants { group.addTask { try await bus.tell(0..<25, tenant) } }
                try await group.waitForAll()
            }
            #expect(try await eventually { try await bus.effects().count >= 500 })
            let effects = try await bus.effects()
            #expect(effects.count == 500)
            for tenant in tenants {
                #expect(effects.filter { $0.tenant == tenant }.map(\.number) == Array(0..<25))
            }
        }
    }

    @Test("several events of one unit keep their order, and one that is rolled back is never told")
    func units() async throws {
        try await Bus.with { bus in
            bus.startRelay()
            bus.startSubscriber()
            let tenant = TenantID()
            try await bus.producer.query(Outbox.insert((0..<30).map { try Bus.event($0, tenant) }), tenant: tenant.uuid)
            await #expect(throws: PostgresError.self) {
                try await bus.producer.execute(
                    [Outbox.insert([Bus.event(99, tenant)]), "select 1/0"], tenant: tenant.uuid)
            }
            try await bus.tell(30..<31, tenant)
            #expect(try await eventually { try await bus.effects().count >= 31 })
            #expect(try await bus.effects(of: tenant) == Array(0..<31))
        }
    }

    @Test("events that nobody acts on only move the cursor")
    func ignored() async throws {
        try await Bus.with { bus in
            bus.startRelay()
            let (subscriber, _) = bus.startSubscriber()
            let tenant = TenantID()
            let event = try OutboxEvent(Ignored(number: 1), tenant: tenant, subject: "x", at: Bus.now)
            try await bus.producer.query(Outbox.insert([event]), tenant: tenant.uuid)
            try await bus.tell(0..<1, tenant)
            #expect(try await eventually { try await bus.effects().count == 1 })
            #expect(await eventually { subscriber.status.applied == 2 })
            #expect(subscriber.status.lag == 0)
        }
    }

    @Test("what a stream says nobody acts on is not even read; without a word about it the envelope is")
    func unread() async throws {
        try await Bus.with { bus in
            let (subscriber, _) = bus.startSubscriber()
            let tenant = TenantID()
            let key = Partition.streamKey(Partition.of(tenant), Bus.service)
            let envelope = try OutboxEvent(Ignored(number: 1), tenant: tenant, subject: "x", at: Bus.now).envelope
            try await bus.redis.xadd(
                key, id: StreamID(1),
                fields: [
                    (StreamField.id, Array("evt_1".utf8)), (StreamField.type, Array(Ignored.type.utf8)),
                    (StreamField.event, Array("no envelope".utf8)),
                ])
            try await bus.redis.xadd(
                key, id: StreamID(2),
                fields: [(StreamField.id, Array("evt_2".utf8)), (StreamField.event, Array(envelope.json))])
            #expect(await eventually { subscriber.status.applied == 2 })
            #expect(subscriber.status.deadLetters == 0 && subscriber.status.failures == 0)
            // What is acted upon is read, and put aside when that cannot be done.
            try await bus.redis.xadd(
                key, id: StreamID(3),
                fields: [
                    (StreamField.id, Array("evt_3".utf8)), (StreamField.type, Array(Counted.type.utf8)),
                    (StreamField.event, Array("no envelope".utf8)),
                ])
            #expect(await eventually { subscriber.status.deadLetters == 1 })
        }
    }

    @Test("what is done on some types together is done once for all of theirs that share a transaction, and on no other")
    func together() async throws {
        try await Bus.with { bus in
            let tenant = TenantID()
            let heard = Locked<[[String]]>([])
            let subscription = Subscription(consumer: "tests", from: Bus.service) { on in
                on.on(Counted.self, Bus.record)
                on.onTogether([Counted.type]) { events, _ in heard.withLock { $0.append(events.map(\.type)) } }
            }
            #expect(subscription.types == [Counted.type])
            #expect(subscription.acts(on: Counted.type) && !subscription.acts(on: Ignored.type))
            let counted = try [1, 2].map {
                try OutboxEvent(Counted(number: $0), tenant: tenant, subject: "x", at: Bus.now).envelope
            }
            let ignored = try OutboxEvent(Ignored(number: 3), tenant: tenant, subject: "x", at: Bus.now).envelope
            for events in [[counted[0], ignored, counted[1]], [ignored]] {
                try await bus.consumer.withTransaction(tenant: tenant.uuid) { try await subscription.handle(events, $0) }
            }
            #expect(heard.withLock { $0 } == [[Counted.type, Counted.type]])
            #expect(try await bus.effects().map(\.number) == [1, 2])
        }
    }

    @Test("a handler works as the event's tenant, in the event's trace, and its own events go on in it")
    func tenantAndTrace() async throws {
        try await Bus.with { bus in
            bus.startRelay()
            let trace = Traceparent()
            let tenants = [TenantID(), TenantID(), TenantID()]
            bus.startSubscriber { payload, event, transaction in
                let tenant: String? = try await transaction.query("select current_setting('pledge.tenant')").decodeOne(
                    String.self)
                #expect(tenant.flatMap { UUID(uuidString: $0) } == event.tenant.uuid)
                #expect(TraceContext.current?.traceparent.traceID == trace.traceID)
                #expect(event.traceparent == trace.description)
                // Another tenant's row is refused by the database itself.
                try await Bus.record(payload, event, transaction)
            }
            for tenant in tenants {
                let event = try OutboxEvent(
                    Counted(number: 7), tenant: tenant, subject: "x", traceparent: trace.description, at: Bus.now)
                try await bus.producer.query(Outbox.insert([event]), tenant: tenant.uuid)
            }
            #expect(try await eventually { try await bus.effects().count == 3 })
            #expect(Set(try await bus.effects().map(\.tenant)) == Set(tenants))
        }
    }

    @Test("a service tells only in the name of the tenant of its transaction, and never takes back")
    func protection() async throws {
        try await Bus.with { bus in
            let (mine, other) = (TenantID(), TenantID())
            await #expect(throws: PostgresError.self) {
                try await bus.producer.query(Outbox.insert([Bus.event(1, other)]), tenant: mine.uuid)
            }
            try await bus.tell(0..<1, other)
            let seen = try await bus.producer.query("select 1 from outbox", tenant: mine.uuid)
            #expect(seen.isEmpty)
            for statement: Query in ["delete from outbox", "update outbox set type = 'x'", "select * from outbox_rest"] {
                await #expect(throws: PostgresError.self) { try await bus.producer.query(statement, tenant: other.uuid) }
            }
            // Partitions are closed to direct access as well.
            await #expect(throws: PostgresError.self) {
                try await bus.producer.query(
                    "select * from \(raw: "outbox_" + Days.utc(0).replacingOccurrences(of: "-", with: ""))", tenant: other.uuid)
            }
        }
    }
}

/// Days as the database spells them.
enum Days {
    /// Today in UTC, or so many days after it.
    static func utc(_ offset: Int) -> String {
        let formatter = DateFormatter()
        formatter.dateFormat = "yyyy-MM-dd"
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.locale = Locale(identifier: "en_US_POSIX")
        return formatter.string(from: Date().addingTimeInterval(Double(offset) * 86_400))
    }
}
