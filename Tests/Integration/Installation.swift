import AsyncHTTPClient
import Contracts
import EventLoop
import Foundation
import Hosting
import Logging
import NIOCore
import NIOHTTP1
import Postgres
import ServiceLifecycle
import Terms
import TestSupport
import Testing

@testable import Agreements
@testable import Availability
@testable import Chassis
@testable import Claims
@testable import Gateway
@testable import Notifications
@testable import Ticketing

/// All six services in the test's own process, each composed as its process composes it, on migrated databases of their own
/// and one Redis, behind the gateway. Everything goes through the public port; the clock is the test's.
///
/// One installation serves all tests: each makes tenants of its own, which is what tenants are for.
final class Installation: Sendable {
    /// When the clock stands: every window of the worked examples has closed.
    static let now = Instant(epochSeconds: 1_778_803_200)  // 2026-05-15T00:00:00Z

    /// The installation that the tests share; it ends with the process.
    static var shared: Installation {
        get async throws { try await running.value }
    }

    /// Another one, whose clock the tests of one serialized suite move by months.
    static var moving: Installation {
        get async throws { try await movable.value }
    }

    /// One of a test's own, which ends with it.
    ///
    /// - Parameters:
    ///   - start: when its clock stands at first.
    ///   - settings: further configuration of every service, `["PLEDGE_…": "…"]`.
    static func with<Result: Sendable>(
        at start: Instant, _ settings: [String: String] = [:], _ body: (Installation) async throws -> Result
    ) async throws -> Result {
        let installation = try await Installation(at: start, settings)
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await body(installation))
        } catch {
            result = .failure(error)
        }
        try await installation.client.shutdown()
        for run in installation.runs { try await run.end() }
        for database in installation.databases.values { try await database.drop() }
        return try result.get()
    }

    private static let running = Task { try await Installation(at: now) }
    private static let movable = Task { try await Installation(at: now) }
    private static let definitions: [ServiceDefinition] = [
        .agreements, .availability, .ticketing, .claims, .notifications, .gateway,
    ]

    /// What its services show each other.
    static let internalToken = "between-services"

    let clock: ManualClock
    let redis: PrivateRedis
    /// The key of the platform's operator.
    let operatorKey = APIKey(tenant: .platform).text
    /// The routes that each service declares.
    let routes: [ServiceName: [Route]]
    /// The databases of the services that have one.
    let databases: [ServiceName: TestDatabase]
    /// Where each service listens; for the gateway its public port.
    let ports: [ServiceName: Int]
    let document: DocumentedAPI
    let client: HTTPClient
    private let base: String
    private let runs: [Run]

    /// A service that runs.
    private struct Run: Sendable {
        let group: ServiceGroup
        let task: Task<Void, Never>
        /// What the service asks others with.
        let http: HTTPClient

        func end() async throws {
            await group.triggerGracefulShutdown()
            await task.value
            try await http.shutdown()
        }
    }

    private init(at start: Instant, _ settings: [String: String] = [:]) async throws {
        let clock = ManualClock(start)
        self.clock = clock
        redis = try await PrivateRedis()
        document = try DocumentedAPI()
        var ports: [ServiceName: Int] = [:]
        for service in ServiceName.allCases { ports[service] = try Ports.anyFree() }
        let folder = try Self.keys()
        var routes: [ServiceName: [Route]] = [:]
        var databases: [ServiceName: TestDatabase] = [:]
        var runs: [Run] = []
        for definition in Self.definitions {
            let name = definition.name
            var environment = Self.common(ports, redis.address, folder, operatorKey).merging(settings) { $1 }
            environment["PLEDGE_HTTP_PORT"] = ports[name].map(String.init)
            if definition.migrations != nil {
                let database = try await TestDatabase.make(service: name.rawValue)
                databases[name] = database
                environment.merge(Self.database(database)) { $1 }
            }
            let configuration = try ServiceConfiguration(service: name, environment: environment)
            try await Self.migrate(definition, configuration)
            let logger = Self.logger(name)
            let chassis = try ChassisBuilder(configuration: configuration, logger: logger, clock: clock).make()
            let parts = try await definition.build(chassis)
            routes[name] = parts.routes
            let group = try ServiceProcess.services(definition, chassis: chassis, parts: parts, signals: [])
            let task = Task {
                do {
                    try await group.run()
                } catch {
                    fatalServiceEnd(name, error)
                }
            }
            runs.append(Run(group: group, task: task, http: chassis.http))
        }
        self.runs = runs
        self.routes = routes
        self.ports = ports
        self.databases = databases
        client = HTTPClient(
            eventLoopGroupProvider: .singleton,
            configuration: .init(
                redirectConfiguration: .disallow, timeout: .init(connect: .seconds(5), read: .seconds(60)),
                connectionPool: .init(idleTimeout: .seconds(20), concurrentHTTP1ConnectionsPerHostSoftLimit: 64)))
        base = "http://127.0.0.1:\(ports[.gateway] ?? 0)"
        for (service, port) in ports where service != .gateway {
            _ = try await eventually("\(service.rawValue) being ready") {
                let answer = try? await client.execute(
                    HTTPClientRequest(url: "http://127.0.0.1:\(port)/readyz"), timeout: .seconds(5))
                return answer?.status == .ok ? true : nil
            }
        }
        _ = try await eventually("the gateway listening") {
            try? await client.execute(HTTPClientRequest(url: "\(base)/openapi.yaml"), timeout: .seconds(5)).status == .ok
        }
    }

    /// The services are silent, unless `PLEDGE_TEST_LOG` asks to hear their warnings.
    private static func logger(_ service: ServiceName) -> Logger {
        guard ProcessInfo.processInfo.environment["PLEDGE_TEST_LOG"] != nil else {
            return Logger(label: service.rawValue) { _ in SwiftLogNoOpLogHandler() }
        }
        var logger = Logger(label: service.rawValue) { StreamLogHandler.standardError(label: $0) }
        logger.logLevel = .warning
        return logger
    }

    /// The address of a path of the public API.
    func url(_ target: String) -> String { base + target }

    /// A folder with the keys that tokens are signed and verified with.
    private static func keys() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pledge-installation-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let keys = try JSONWebKeys.generate()
        try keys.json.write(to: folder.appending(path: "signing.json"))
        try keys.published.json.write(to: folder.appending(path: "jwks.json"))
        try JSONWebKeys.generate().json.write(to: folder.appending(path: "chain.json"))
        return folder
    }

    /// Brings a database to the service's schema, as its owner; what `migrate` does without taking over the process' log.
    private static func migrate(_ definition: ServiceDefinition, _ configuration: ServiceConfiguration) async throws {
        guard let folder = definition.migrations else { return }
        let logger = Logger(label: "migrate") { _ in SwiftLogNoOpLogHandler() }
        let owner = try PostgresConfiguration(
            configuration, user: Settings.postgresOwnerUser, password: Settings.postgresOwnerPassword)
        let database = PostgresClient(configuration: owner, eventLoop: EventLoop(name: "migrate"), logger: logger)
        let migrator = Migrator(
            database: database, steps: try Migrator.steps(service: definition.name, folder: folder),
            app: try configuration.require(Settings.postgresUser), worker: try configuration.require(Settings.postgresWorkerUser),
            logger: logger)
        _ = try await migrator.run()
    }

    private static func common(
        _ ports: [ServiceName: Int], _ redis: RedisAddress, _ folder: URL, _ operatorKey: String
    ) -> [String: String] {
        [
            "PLEDGE_REDIS_HOST": redis.host, "PLEDGE_REDIS_PORT": String(redis.port), "PLEDGE_OPS_PORT": "0",
            "PLEDGE_INTERNAL_TOKEN": internalToken, "PLEDGE_BOOTSTRAP_OPERATOR_KEY": operatorKey,
            "PLEDGE_JWKS_FILE": folder.appending(path: "jwks.json").path,
            "PLEDGE_JWT_SIGNING_KEY_FILE": folder.appending(path: "signing.json").path,
            "PLEDGE_CHAIN_KEY_FILE": folder.appending(path: "chain.json").path,
            "PLEDGE_SERVICES": ports.map { "\($0.key.rawValue)=http://127.0.0.1:\($0.value)" }.joined(separator: ","),
            "PLEDGE_STATUS_PAGE_SECONDS": "1", "PLEDGE_RATE_LIMIT_ADDRESS": "off", "PLEDGE_RATE_LIMIT_KEY": "1000000/60",
            "PLEDGE_RATE_LIMIT_TENANT": "1000000/60",
        ]
    }

    private static func database(_ database: TestDatabase) -> [String: String] {
        [
            "PLEDGE_POSTGRES_HOST": database.server.host, "PLEDGE_POSTGRES_PORT": String(database.server.port),
            "PLEDGE_POSTGRES_DATABASE": database.name, "PLEDGE_POSTGRES_USER": database.app.user,
            "PLEDGE_POSTGRES_PASSWORD": database.app.password, "PLEDGE_POSTGRES_WORKER_USER": database.worker.user,
            "PLEDGE_POSTGRES_WORKER_PASSWORD": database.worker.password, "PLEDGE_POSTGRES_OWNER_USER": database.owner.user,
            "PLEDGE_POSTGRES_OWNER_PASSWORD": database.owner.password,
        ]
    }
}

/// A service that ends takes the test program with it: every later failure would only hide the reason.
private func fatalServiceEnd(_ service: ServiceName, _ error: any Error) -> Never {
    Issue.record(error, "the service \(service.rawValue) ended")
    // The others are at work: what `exit` would undo under them stays.
    fflush(nil)
    _exit(EX_SOFTWARE)
}
