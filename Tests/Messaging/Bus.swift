import Contracts
import EventLoop
import Foundation
import Logging
import Postgres
import Redis
import ServiceLifecycle
import Terms
import TestSupport

@testable import Messaging

/// What the tests tell: a number, one after the other for each tenant.
struct Counted: EventPayload {
    static let type = "pledge.agreements.test.counted.v1"
    var number: Int
}

/// What nobody subscribes to.
struct Ignored: EventPayload {
    static let type = "pledge.agreements.test.ignored.v1"
    var number: Int
}

/// One effect, as the consumer's database has it.
struct Effect: Equatable {
    let tenant: TenantID
    let number: Int
}

/// A producer's and a consumer's database with a Redis of their own, and relays and subscribers to be started and killed.
final class Bus: Sendable {
    static let loop = EventLoop(name: "messaging-tests")
    static let now = Instant(epochSeconds: 1_773_106_200)
    static let service = ServiceName.agreements

    /// Quiet: most tests break something on purpose.
    let logger: Logger = {
        var logger = Logger(label: "messaging-tests")
        logger.logLevel = ProcessInfo.processInfo.environment["PLEDGE_TEST_LOG"] == nil ? .critical : .debug
        return logger
    }()
    let server: PrivateRedis
    let producerDatabase: TestDatabase
    let consumerDatabase: TestDatabase
    /// The producer's app role.
    let producer: PostgresClient
    let producerWorker: PostgresClient
    /// The consumer's app role.
    let consumer: PostgresClient
    let consumerWorker: PostgresClient
    /// A superuser in each database: sees all.
    let producerAdmin: PostgresClient
    let consumerAdmin: PostgresClient
    let redis: RedisClient
    private let running = Locked<[Task<Void, Never>]>([])

    static func with<Result>(_ body: (Bus) async throws -> Result) async throws -> Result {
        let bus = try await Bus()
        do {
            let result = try await body(bus)
            await bus.close()
            return result
        } catch {
            await bus.close()
            throw error
        }
    }

    init() async throws {
        let migrations = [SourceTree.url("Shared/Chassis/Migrations"), SourceTree.url("Shared/Messaging/Migrations")]
        server = try await PrivateRedis()
        let producing = try await TestDatabase.make(migrations: migrations)
        let consuming = try await TestDatabase.make(migrations: migrations)
        let logger = self.logger
        func client(_ database: TestDatabase, _ user: String, _ password: String) -> PostgresClient {
            var configuration = PostgresConfiguration(
                host: database.server.host, port: database.server.port, database: database.name, user: user, password: password)
            configuration.connections = user == database.server.adminUser ? 1 : 3
            return PostgresClient(configuration: configuration, eventLoop: Bus.loop, logger: logger)
        }
        func admin(_ database: TestDatabase) -> PostgresClient {
            client(database, database.server.adminUser, database.server.adminPassword)
        }
        producerDatabase = producing
        consumerDatabase = consuming
        producer = client(producing, producing.app.user, producing.app.password)
        producerWorker = client(producing, producing.worker.user, producing.worker.password)
        consumer = client(consuming, consuming.app.user, consuming.app.password)
        consumerWorker = client(consuming, consuming.worker.user, consuming.worker.password)
        producerAdmin = admin(producing)
        consumerAdmin = admin(consuming)
        var configuration = RedisConfiguration(host: server.address.host, port: server.address.port)
        configuration.connectTimeoutMilliseconds = 5_000
        configuration.reconnectMaximumMilliseconds = 50
        redis = RedisClient(configuration: configuration, eventLoop: Bus.loop, logger: logger)
        try await consumerAdmin.execute([
            "create table effects (seq bigserial primary key, tenant_id uuid not null, number bigint not null)",
            "select protect_tenant_table('effects')",
            "grant select, insert on effects to \(raw: consuming.app.user)",
            "grant usage on sequence effects_seq_seq to \(raw: consuming.app.user)",
        ])
        start { [redis] in try await redis.run() }
    }

    /// Runs something until the bus is closed or the task is cancelled, which is how it is killed.
    @discardableResult
    func start(_ body: @escaping @Sendable () async throws -> Void) -> Task<Void, Never> {
        let task = Task { do { try await body() } catch {} }
        running.withLock { $0.append(task) }
        return task
    }

    func close() async {
        let tasks = running.withLock { $0 }
        for task in tasks { task.cancel() }
        for task in tasks { await task.value }
        for client in [producer, producerWorker, consumer, consumerWorker, producerAdmin, consumerAdmin] { await client.close() }
        await server.remove()
        try? await producerDatabase.drop()
        try? await consumerDatabase.drop()
    }

    // MARK: Parts

    static var quickRelay: RelayConfiguration {
        var configuration = RelayConfiguration()
        configuration.idlePollMilliseconds = 20
        configuration.standbyPollMilliseconds = 20
        configuration.mirrorCheckMilliseconds = 50
        configuration.fenceMilliseconds = 5
        configuration.settleMilliseconds = 20
        configuration.retryMilliseconds = 10
        return configuration
    }

    static var quickSubscriber: SubscriberConfiguration {
        var configuration = SubscriberConfiguration()
        configuration.leaseMilliseconds = 600
        configuration.retryMinimumMilliseconds = 2
        configuration.retryMaximumMilliseconds = 20
        configuration.blockMilliseconds = 200
        configuration.pollMilliseconds = 100
        configuration.pollWithoutRedisMilliseconds = 20
        return configuration
    }

    @discardableResult
    func startRelay(_ configuration: RelayConfiguration = Bus.quickRelay) -> (relay: Relay, task: Task<Void, Never>) {
        let relay = Relay(
            service: Bus.service, database: producerWorker, redis: redis, logger: logger, configuration: configuration)
        return (relay, start { try await relay.run() })
    }

    @discardableResult
    func startSubscriber(
        _ configuration: SubscriberConfiguration = Bus.quickSubscriber,
        handle: @escaping @Sendable (Counted, EventEnvelope, Transaction) async throws -> Void = Bus.record
    ) -> (subscriber: Subscriber, task: Task<Void, Never>) {
        let subscriber = Subscriber(
            subscriptions: [subscription(handle)], database: consumer, redis: redis, source: source, logger: logger,
            configuration: configuration)
        return (subscriber, start { try await subscriber.run() })
    }

    func subscription(
        _ handle: @escaping @Sendable (Counted, EventEnvelope, Transaction) async throws -> Void = Bus.record
    ) -> Subscription {
        Subscription(consumer: "tests", from: Bus.service) { $0.on(Counted.self, handle) }
    }

    var reader: OutboxReader { OutboxReader(database: producerWorker) }
    var source: DirectEventSource { DirectEventSource([Bus.service: reader]) }

    /// The usual effect: the number is noted, in the order in which it comes.
    @Sendable static func record(_ payload: Counted, _ event: EventEnvelope, _ transaction: Transaction) async throws {
        try await transaction.query("insert into effects (tenant_id, number) values (\(event.tenant), \(Int64(payload.number)))")
    }

    // MARK: Acts

    static func event(_ number: Int, _ tenant: TenantID) throws -> OutboxEvent {
        try OutboxEvent(Counted(number: number), tenant: tenant, subject: "thing_\(number)", at: now)
    }

    /// Commits one event after the other, each in a transaction of its own.
    func tell(_ numbers: Range<Int>, _ tenant: TenantID) async throws {
        for number in numbers {
            try await producer.query(Outbox.insert([Bus.event(number, tenant)]), tenant: tenant.uuid)
        }
    }

    // MARK: Looks

    func effects() async throws -> [Effect] {
        let rows = try await consumerAdmin.query("select tenant_id, number from effects order by seq")
        return try rows.decode((TenantID, Int64).self).map { Effect(tenant: $0.0, number: Int($0.1)) }
    }

    func effects(of tenant: TenantID) async throws -> [Int] {
        try await effects().filter { $0.tenant == tenant }.map(\.number)
    }

    /// What stands where, for a failure's message.
    func describe() async throws -> String {
        var lines: [String] = []
        for (name, admin) in [("producer", producerAdmin), ("consumer", consumerAdmin)] {
            let rows = try await admin.query(
                """
                select usename::text, coalesce(state, ''), coalesce(wait_event_type || ':' || wait_event, ''),
                    (extract(epoch from clock_timestamp() - state_change) * 1000)::bigint, left(query, 90)
                from pg_stat_activity where datname = current_database()
                """)
            for row in try rows.decode((String, String, String, Int64, String).self) {
                lines.append("\(name) \(row.0) \(row.1) \(row.2) \(row.3) ms: \(row.4)")
            }
        }
        lines.append("heads \(try await reader.heads())")
        let cursors = try await consumerAdmin.query(
            """
            select partition, position, coalesce(owner::text, 'nobody'), epoch, attempts,
                case when owner is null then 0 else (extract(epoch from expires_at - clock_timestamp()) * 1000)::bigint end
            from subscription_cursors order by partition
            """)
        for row in try cursors.decode((Int16, Int64, String, Int64, Int32, Int64).self) {
            lines.append("cursor \(row.0) at \(row.1) of \(row.2) epoch \(row.3) attempts \(row.4) for \(row.5) ms")
        }
        return lines.joined(separator: "\n")
    }

    func count(_ table: String, in client: PostgresClient) async throws -> Int {
        let count: Int64 = try await client.query("select count(*) from \(raw: table)").decodeOne(Int64.self)
        return Int(count)
    }
}

/// Returns once `condition` holds; false when it does not within `seconds`.
func eventually(seconds: Double = 60, _ condition: () async throws -> Bool) async rethrows -> Bool {
    let deadline = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return false
}

/// A tenant in the partition, so that a test can choose what shares one.
func tenant(in partition: Int) -> TenantID {
    while true {
        let tenant = TenantID()
        if Partition.of(tenant) == partition { return tenant }
    }
}
