import Contracts
import EventLoop
import Foundation
import Postgres
import Redis
import Testing

@testable import Messaging

@Suite("A relay that dies", .serialized)
struct RelayFaultTests {
    @Test("between giving positions and adding to the streams loses and doubles nothing", arguments: [true, false])
    func dies(beforeAppending: Bool) async throws {
        try await Bus.with { bus in
            let deaths = Counter()
            var configuration = Bus.quickRelay
            configuration.fault = { point in
                switch point {
                case .positioned where beforeAppending: if deaths.next() <= 5 { throw Fault() }
                case .appended where !beforeAppending: if deaths.next() <= 5 { throw Fault() }
                default: break
                }
            }
            bus.startRelay(configuration)
            bus.startSubscriber()
            let tenants = (0..<5).map { _ in TenantID() }
            for number in 0..<10 {
                for tenant in tenants { try await bus.tell(number..<number + 1, tenant) }
                #expect(try await eventually { try await bus.effects().count >= (number + 1) * 5 })
            }
            #expect(deaths.count > 5)
            for tenant in tenants { #expect(try await bus.effects(of: tenant) == Array(0..<10)) }
            #expect(try await bus.streams() == bus.positions())
        }
    }

    @Test("is replaced by one that stands by, which goes on where it stopped")
    func replaced() async throws {
        try await Bus.with { bus in
            let first = bus.startRelay()
            #expect(await eventually { first.relay.status.isLeader })
            let second = bus.startRelay()
            bus.startSubscriber()
            let tenant = TenantID()
            try await bus.tell(0..<20, tenant)
            #expect(!second.relay.status.isLeader)
            first.task.cancel()
            try await bus.tell(20..<40, tenant)
            #expect(try await eventually { try await bus.effects().count >= 40 })
            #expect(second.relay.status.isLeader)
            #expect(try await bus.effects(of: tenant) == Array(0..<40))
        }
    }

    @Test("by losing its connection gives up the lead with it")
    func connectionLost() async throws {
        try await Bus.with { bus in
            let first = bus.startRelay()
            let second = bus.startRelay()
            bus.startSubscriber()
            let tenant = TenantID()
            for round in 0..<4 {
                #expect(await eventually { first.relay.status.isLeader || second.relay.status.isLeader })
                try await bus.producerAdmin.query(
                    """
                    select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted
                        and database = (select oid from pg_database where datname = current_database())
                    """)
                try await bus.tell((round * 10)..<(round * 10 + 10), tenant)
            }
            #expect(try await eventually { try await bus.effects().count >= 40 })
            #expect(try await bus.effects(of: tenant) == Array(0..<40))
            #expect(try await bus.count("outbox_positions", in: bus.producerAdmin) == 40)
        }
    }

    @Test("a slow transaction holds up nobody and is not skipped")
    func slowTransaction() async throws {
        try await Bus.with { bus in
            let (relay, _) = bus.startRelay()
            bus.startSubscriber()
            let (slow, quick) = (TenantID(), TenantID())
            let (written, commit) = (Gate(), Gate())
            let writer = Task {
                try await bus.producer.withTransaction(tenant: slow.uuid) { transaction in
                    try await transaction.query(Outbox.insert([Bus.event(1, slow)]))
                    written.open()
                    await commit.wait()
                }
            }
            await written.wait()
            try await bus.tell(0..<50, quick)
            #expect(try await eventually { try await bus.effects(of: quick).count == 50 })
            #expect(await eventually { relay.status.missing == 1 })
            // Looks that find nothing do not make the relay give it up.
            try await bus.tell(50..<60, quick)
            #expect(try await eventually { try await bus.effects(of: quick).count == 60 })
            #expect(try await bus.effects(of: slow).isEmpty)
            commit.open()
            try await writer.value
            #expect(try await eventually { try await bus.effects(of: slow) == [1] })
            #expect(await eventually { relay.status.missing == 0 })
        }
    }

    @Test("a slow transaction outlives the relay: the next one finds its events all the same")
    func slowTransactionAcrossRelays() async throws {
        try await Bus.with { bus in
            let first = bus.startRelay()
            bus.startSubscriber()
            let (slow, quick) = (TenantID(), TenantID())
            let (written, commit) = (Gate(), Gate())
            let writer = Task {
                try await bus.producer.withTransaction(tenant: slow.uuid) { transaction in
                    try await transaction.query(Outbox.insert((0..<3).map { try Bus.event($0, slow) }))
                    written.open()
                    await commit.wait()
                }
            }
            await written.wait()
            for number in 0..<30 { try await bus.tell(number..<number + 1, quick) }
            #expect(try await eventually { try await bus.effects(of: quick).count == 30 })
            first.task.cancel()
            await first.task.value
            let second = bus.startRelay()
            #expect(await eventually { second.relay.status.isLeader })
            commit.open()
            try await writer.value
            #expect(try await eventually { try await bus.effects(of: slow) == [0, 1, 2] })
        }
    }

    @Test("numbers of rolled-back transactions are given up")
    func rolledBack() async throws {
        try await Bus.with { bus in
            let (relay, _) = bus.startRelay()
            let tenant = TenantID()
            for number in 0..<10 {
                _ = try? await bus.producer.execute([Outbox.insert([Bus.event(99, tenant)]), "select 1/0"], tenant: tenant.uuid)
                try await bus.tell(number..<number + 1, tenant)
            }
            #expect(try await eventually { try await bus.count("outbox_positions", in: bus.producerAdmin) == 10 })
            #expect(await eventually { relay.status.missing == 0 })
            try await bus.tell(10..<11, tenant)
            #expect(
                try await eventually {
                    let settled: Bool = try await bus.producerAdmin.query(
                        "select low_seq >= (select max(seq) from outbox) - 1 from outbox_relay"
                    ).decodeOne(Bool.self)
                    return settled
                })
        }
    }

    @Test("an open transaction in another database of the same server does not stall it")
    func otherDatabase() async throws {
        try await Bus.with { bus in
            bus.startRelay()
            bus.startSubscriber()
            let tenant = TenantID()
            let (written, commit) = (Gate(), Gate())
            let other = Task {
                try await bus.consumer.withTransaction(tenant: tenant.uuid) { transaction in
                    // A transaction id in the same cluster, older than all that follows.
                    try await transaction.query("select pg_current_xact_id()")
                    written.open()
                    await commit.wait()
                }
            }
            await written.wait()
            try await bus.tell(0..<10, tenant)
            #expect(try await eventually { try await bus.effects(of: tenant).count == 10 })
            commit.open()
            try await other.value
        }
    }

    @Test("a day without a partition of its own, and the switch at midnight, lose nothing")
    func midnight() async throws {
        try await Bus.with { bus in
            // A look everywhere that is not due keeps nothing back, and lets nothing pass it.
            var configuration = Bus.quickRelay
            configuration.wideLookMilliseconds = 5_000
            bus.startRelay(configuration)
            bus.startSubscriber()
            let tenant = TenantID()
            // Around midnight, then a day for which nobody has made a partition.
            for (number, day) in [(0, 0), (1, 1), (2, 0), (3, 1), (4, 60), (5, 61), (6, 1)] {
                let event = try Bus.event(number, tenant).envelope
                try await bus.producer.query(
                    """
                    insert into outbox (day, tenant_id, event_id, partition, type, envelope) values (\(Days.utc(day))::date,
                        \(event.tenant), \(event.id), \(Int16(Partition.of(event.tenant))), \(event.type),
                        \(String(decoding: event.json, as: UTF8.self)))
                    """, tenant: tenant.uuid)
            }
            #expect(try await eventually { try await bus.effects(of: tenant).count == 7 })
            #expect(try await bus.effects(of: tenant) == Array(0..<7))
            #expect(try await bus.count("outbox_rest", in: bus.producerAdmin) == 2)
            // The day of rows that lie in the rest cannot get a partition; the others can.
            let made: Int32 = try await bus.producerWorker.query(
                "select outbox_prepare(\(Days.utc(59))::date, \(Days.utc(62))::date)"
            ).decodeOne(Int32.self)
            #expect(made == 2)
            let page = try await bus.reader.page(partition: Partition.of(tenant), after: 0, limit: 100)
            #expect(page.data.map(\.position) == Array(1...7))
        }
    }

    @Test("days past retention are dropped with their positions; what is left is still served")
    func retention() async throws {
        try await Bus.with { bus in
            let tenant = tenant(in: 3)
            try await bus.producerWorker.query("select outbox_prepare(\(Days.utc(-40))::date, \(Days.utc(-30))::date)")
            for (number, day) in [(0, -40), (1, -39), (2, -100), (3, 0)] {
                let event = try Bus.event(number, tenant).envelope
                try await bus.producer.query(
                    """
                    insert into outbox (day, tenant_id, event_id, partition, type, envelope) values (\(Days.utc(day))::date,
                        \(event.tenant), \(event.id), 3, \(event.type), \(String(decoding: event.json, as: UTF8.self)))
                    """, tenant: tenant.uuid)
            }
            try await bus.producerAdmin.query("update outbox_relay set low_day = \(Days.utc(-101))::date")
            var configuration = Bus.quickRelay
            configuration.retentionDays = 35
            configuration.housekeepingMilliseconds = 20
            bus.startRelay(configuration)
            #expect(try await eventually { try await bus.count("outbox_positions", in: bus.producerAdmin) == 4 })
            // The relay looks back no further than the last day it has seen, once nothing is missing there.
            try await bus.tell(4..<5, tenant)
            try await bus.tell(5..<6, tenant)
            #expect(try await eventually { try await bus.count("outbox", in: bus.producerAdmin) == 3 })
            let page = try await bus.reader.page(partition: 3, after: 0, limit: 10)
            #expect(page.oldest == 4)
            #expect(page.head == 6)
            #expect(page.data.map(\.position) == [4, 5, 6])
        }
    }
}

extension Bus {
    /// What each stream holds: the ids of its entries with their events.
    func streams() async throws -> [String: [String]] {
        var streams: [String: [String]] = [:]
        for partition in 0..<Partition.count {
            let key = Partition.streamKey(partition, Bus.service)
            let entries = try await redis.xrange(key, count: 10_000)
            guard !entries.isEmpty else { continue }
            streams[key] = entries.map { "\($0.id) \(String(decoding: $0["id"] ?? [], as: UTF8.self))" }
        }
        return streams
    }

    /// The same, as the producer's database says it must be.
    func positions() async throws -> [String: [String]] {
        let rows = try await producerAdmin.query(
            """
            select p.partition, p.position, o.event_id from outbox_positions p join outbox o on o.seq = p.seq
            order by p.partition, p.position
            """)
        return try rows.decode((Int16, Int64, EventID).self).reduce(into: [:]) { streams, row in
            streams[Partition.streamKey(Int(row.0), Bus.service), default: []].append("\(row.1)-0 \(row.2)")
        }
    }
}
