import Contracts
import EventLoop
import Foundation
import Postgres
import Redis
import TestSupport
import Testing

@testable import Messaging

@Suite("Redis loses what it has", .serialized)
struct RedisLossTests {
    @Test("it is flushed again and again while events are told")
    func flushed() async throws {
        try await Bus.with { bus in
            bus.startRelay()
            bus.startSubscriber()
            let tenants = (0..<8).map { _ in TenantID() }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for tenant in tenants { group.addTask { try await bus.tell(0..<60, tenant) } }
                group.addTask {
                    for round in 0..<20 {
                        try await bus.redis.flushAll()
                        // Spread over all that there is to tell.
                        _ = try await eventually { try await bus.effects().count > round * 20 }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await eventually { try await bus.effects().count >= 480 })
            for tenant in tenants { #expect(try await bus.effects(of: tenant) == Array(0..<60)) }
            // The streams come back by themselves.
            try await bus.redis.flushAll()
            #expect(try await eventually { try await bus.streams() == bus.positions() })
        }
    }

    @Test("it is stopped: events are delivered without it, and it is filled when it comes back empty")
    func stopped() async throws {
        try await Bus.with { bus in
            let (relay, _) = bus.startRelay()
            let (subscriber, _) = bus.startSubscriber()
            let tenant = TenantID()
            try await bus.tell(0..<10, tenant)
            #expect(try await eventually { try await bus.effects().count == 10 })
            await bus.server.kill(losingData: true)
            #expect(await eventually { !bus.redis.isConnected })
            try await bus.tell(10..<30, tenant)
            #expect(try await eventually { try await bus.effects().count == 30 })
            #expect(await eventually { relay.status.lag == 20 })
            try await bus.server.start()
            try await bus.tell(30..<40, tenant)
            #expect(try await eventually { try await bus.effects().count == 40 })
            #expect(try await bus.effects(of: tenant) == Array(0..<40))
            #expect(try await eventually { try await bus.streams() == bus.positions() })
            #expect(await eventually { relay.status.lag == 0 })
            #expect(await eventually { subscriber.status.lag == 0 })
        }
    }

    @Test("it was never there: everything is delivered all the same")
    func never() async throws {
        try await Bus.with { bus in
            await bus.server.kill(losingData: true)
            bus.startRelay()
            bus.startSubscriber()
            let tenants = (0..<4).map { _ in TenantID() }
            for tenant in tenants { try await bus.tell(0..<10, tenant) }
            #expect(try await eventually { try await bus.effects().count >= 40 })
            for tenant in tenants { #expect(try await bus.effects(of: tenant) == Array(0..<10)) }
        }
    }

    @Test("entries are trimmed or deleted before a consumer has read them: it reads them from the producer")
    func gap() async throws {
        try await Bus.with { bus in
            bus.startRelay()
            let tenant = tenant(in: 5)
            try await bus.tell(0..<30, tenant)
            let key = Partition.streamKey(5, Bus.service)
            #expect(try await eventually { try await bus.redis.xlen(key) == 30 })
            _ = try await bus.redis.send("XDEL", .string(key), "3-0", "4-0", "17-0", "30-0")
            _ = try await bus.redis.send("XTRIM", .string(key), "MINID", "3-0")
            bus.startSubscriber()
            #expect(try await eventually { try await bus.effects().count >= 30 })
            try await bus.tell(30..<35, tenant)
            #expect(try await eventually { try await bus.effects().count >= 35 })
            #expect(try await bus.effects(of: tenant) == Array(0..<35))
        }
    }

    @Test("a stream is kept short; who is behind reads from the producer")
    func trimmed() async throws {
        try await Bus.with { bus in
            var configuration = Bus.quickRelay
            configuration.streamWindow = 200
            configuration.trimEvery = 50
            bus.startRelay(configuration)
            let tenant = tenant(in: 9)
            try await bus.producer.query(Outbox.insert((0..<1500).map { try Bus.event($0, tenant) }), tenant: tenant.uuid)
            let key = Partition.streamKey(9, Bus.service)
            // XTRIM ~ keeps up to a node of a hundred entries more.
            #expect(
                try await eventually {
                    guard let info = try await bus.redis.xinfoStream(key) else { return false }
                    return info.lastGeneratedID.major == 1500 && info.length <= 350
                })
            bus.startSubscriber()
            #expect(try await eventually { try await bus.effects().count >= 1500 })
            #expect(try await bus.effects(of: tenant) == Array(0..<1500))
            // A wiped stream is filled with its window only.
            try await bus.redis.flushAll()
            #expect(try await eventually { try await bus.redis.xinfoStream(key)?.firstID == StreamID(1301) })
        }
    }

    @Test("somebody else's entry at a position is no success: the stream is made anew from the outbox")
    func foreign() async throws {
        try await Bus.with { bus in
            let tenant = tenant(in: 2)
            let key = Partition.streamKey(2, Bus.service)
            let (relay, _) = bus.startRelay()
            try await bus.tell(0..<3, tenant)
            #expect(try await eventually { try await bus.redis.xlen(key) == 3 })
            try await bus.redis.xadd(
                key, id: StreamID(4), fields: [("id", Array("evt_foreign".utf8)), ("event", Array("{}".utf8))])
            try await bus.tell(3..<6, tenant)
            #expect(await eventually { relay.status.conflicts > 0 })
            #expect(try await eventually { try await bus.streams() == bus.positions() })
        }
    }

    @Test("a database that was set back is noticed, and the stream made anew")
    func setBack() async throws {
        try await Bus.with { bus in
            let tenant = tenant(in: 2)
            let key = Partition.streamKey(2, Bus.service)
            for position in 1...10 {
                try await bus.redis.xadd(
                    key, id: StreamID(UInt64(position)), fields: [("id", Array("evt_old".utf8)), ("event", Array("{}".utf8))])
            }
            try await bus.tell(0..<3, tenant)
            let (relay, _) = bus.startRelay()
            #expect(try await eventually { try await bus.streams() == bus.positions() })
            #expect(await eventually { relay.status.conflicts == 1 })
        }
    }

    @Test("a server that evicts is refused before anything is sent")
    func evicting() async throws {
        try await Bus.with { bus in
            _ = try await bus.redis.send("CONFIG", "SET", "maxmemory-policy", "allkeys-lru")
            let client = RedisClient(
                configuration: RedisConfiguration(host: bus.server.address.host, port: bus.server.address.port),
                eventLoop: Bus.loop, logger: bus.logger)
            let error = await #expect(throws: RedisError.self) { try await client.run() }
            #expect(error?.code == .evictingPolicy)
        }
    }
}
