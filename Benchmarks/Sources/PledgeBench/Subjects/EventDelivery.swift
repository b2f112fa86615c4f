import Contracts
import Foundation
import Hosting
import Logging
import Messaging
import Postgres
import Redis
import ServiceLifecycle
import Synchronization
import Terms

/// Events from the producer's commit to the consumer's effect: how many a second, and how soon.
enum EventDelivery: Subject {
    static let name = "events"

    private static let tenants = 32
    private static let paceEachSecond = 500
    private static let limitMilliseconds = 25.0

    /// What the benchmark tells: a number, and when it was committed by the producer's clock.
    struct Tick: EventPayload {
        static let type = "pledge.agreements.bench.ticked.v1"
        let number: Int64
        let nanoseconds: UInt64
    }

    /// What the consumer saw.
    private final class Log: Sendable {
        let latencies = Mutex<[Double]>([])

        func saw(_ tick: Tick) {
            let elapsed = Double(DispatchTime.now().uptimeNanoseconds - tick.nanoseconds) / 1e6
            latencies.withLock { $0.append(elapsed) }
        }

        var count: Int { latencies.withLock { $0.count } }

        func wait(for count: Int) async throws {
            let deadline = ContinuousClock.now + .seconds(120)
            while self.count < count {
                guard ContinuousClock.now < deadline else {
                    throw BenchError("\(self.count) of \(count) events arrived in 120 s")
                }
                try await Task.sleep(for: .milliseconds(2))
            }
        }
    }

    static func measure(_ stand: Stand) async throws -> [Comparison] {
        try await Servers.with("events", stand) { try await measure(stand, $0) }
    }

    private static func measure(_ stand: Stand, _ servers: Servers) async throws -> [Comparison] {
        let outposts = try await Outposts(servers)
        let log = Log()
        let writer = outposts.client("producer", as: "bench_app", connections: 2)
        let workers = outposts.client("producer", as: "bench_worker", connections: 2)
        let consumer = outposts.client("consumer", as: "bench_app", connections: 4)
        let redis = RedisClient(
            configuration: RedisConfiguration(port: servers.redis.port), eventLoop: servers.eventLoop, logger: .quiet)
        let subscription = Subscription(consumer: "bench", from: .agreements) {
            $0.on(Tick.self) { tick, event, tx in
                _ = try await tx.query(
                    "insert into effects (tenant_id, number) values (\(event.tenant.uuid), \(tick.number))")
                log.saw(tick)
            }
        }
        let relay = Relay(service: .agreements, database: workers, redis: redis, logger: .quiet)
        let subscriber = Subscriber(
            subscriptions: [subscription], database: consumer, redis: redis,
            source: DirectEventSource([.agreements: OutboxReader(database: workers)]), logger: .quiet)
        let group = ServiceGroup(
            services: [writer, workers, consumer, redis, relay, subscriber], logger: .quiet)
        return try await running(group) {
            try await tell(0..<1, writer)
            try await log.wait(for: 1)
            return [
                try await throughput(stand, servers, writer, log), try await latency(stand, servers, writer, log),
            ]
        }
    }

    private static func throughput(_ stand: Stand, _ servers: Servers, _ writer: PostgresClient, _ log: Log) async throws
        -> Comparison
    {
        let count = stand.isQuick ? 5_000 : 30_000
        let title = "events, relay to effect, exactly once"
        let (ours, peer) = try await stand.rounds.inTurn {
            stand.progress("\(title): ours")
            let first = log.count
            let (elapsed, _) = try await seconds {
                for start in stride(from: first, to: first + count, by: 500) { try await tell(start..<start + 500, writer) }
                try await log.wait(for: first + count)
            }
            return Double(count) / elapsed
        } _: {
            stand.progress("\(title): the same effects as single inserts by pgbench")
            return try await singleInserts(stand, servers)
        }
        return .rate(
            title, ours: ours, peer: peer, peerName: "pgbench, one insert each", unit: "events/s", atLeast: nil,
            note: "the peer commits the effect alone: no outbox, no order, no second database")
    }

    private static func singleInserts(_ stand: Stand, _ servers: Servers) async throws -> Double {
        let script = "\(stand.folder)/insert.sql"
        try Data("insert into pgbench_effects (number) values (1);\n".utf8).write(to: URL(filePath: script))
        _ = try await Ingest.psql("create table if not exists pgbench_effects (id bigserial primary key, number bigint)", servers)
        let output = try await Tool.run(
            "pgbench", ["-n", "-M", "prepared", "-c", "8", "-j", "2", "-T", "\(stand.roundSeconds)", "-f", script],
            environment: servers.postgresEnvironment)
        return try Tool.number(after: "tps = ", in: output)
    }

    private static func latency(_ stand: Stand, _ servers: Servers, _ writer: PostgresClient, _ log: Log) async throws
        -> Comparison
    {
        // What the first row has left to be written is not this one's, and a server that has run for a while has WAL files to use
        // again: making one holds every commit up for as long as 16 MB take to the disk.
        _ = try await Ingest.psql("checkpoint", servers)
        var medians: [Double] = []
        let tails = try await stand.rounds.each {
            stand.progress("events: latency at \(paceEachSecond) a second")
            let latencies = try await latencies(paceEachSecond * stand.roundSeconds, writer, log)
            medians.append(percentile(latencies, 0.5))
            return percentile(latencies, 0.99)
        }
        return .limit(
            "commit to effect, p99, at \(paceEachSecond) events/s", ours: percentile(tails, 0.5), below: limitMilliseconds,
            unit: "ms",
            note:
                "median \(Report.number(percentile(medians, 0.5))) ms; from before the producer's commit to the effect; the middle of \(Report.list(tails))"
        )
    }

    private static func latencies(_ count: Int, _ writer: PostgresClient, _ log: Log) async throws -> [Double] {
        let first = log.count
        let start = ContinuousClock.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<count {
                try await Task.sleep(until: start + .microseconds(index * 1_000_000 / paceEachSecond))
                group.addTask { try await tell(first + index..<first + index + 1, writer) }
            }
            try await group.waitForAll()
        }
        try await log.wait(for: first + count)
        return log.latencies.withLock { Array($0[first...]) }
    }

    private static func tell(_ numbers: Range<Int>, _ writer: PostgresClient) async throws {
        let tenant = tenantIDs[numbers.lowerBound % tenants]
        let events = try numbers.map { number in
            try OutboxEvent(
                Tick(number: Int64(number), nanoseconds: DispatchTime.now().uptimeNanoseconds), tenant: tenant,
                subject: "tick/\(number)", at: Instant(epochSeconds: Int64(Date().timeIntervalSince1970)))
        }
        _ = try await writer.execute([Outbox.insert(events)], tenant: tenant.uuid)
    }

    private static let tenantIDs = (0..<tenants).map { _ in TenantID() }
}
