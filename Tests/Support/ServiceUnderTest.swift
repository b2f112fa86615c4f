import AsyncHTTPClient
import Chassis
import Contracts
import Foundation
import Logging
import Messaging
import NIOCore
import Postgres
import Redis
import ServiceLifecycle
import Terms

/// A service in the test's own process: its routes over HTTP, on a database of its own, with a clock that the test moves.
///
///     try await ServiceUnderTest.with(.agreements) { service in
///         let answer = try await service.send(.POST, "/v1/customers", as: .admin(of: tenant), json: #"{"key": "acme"}"#)
///         #expect(answer.status == 422)
///     }
public final class ServiceUnderTest: Sendable {
    /// What the service stands on.
    public let chassis: Chassis
    /// Its database.
    public let database: TestDatabase
    /// The clock of everything in it.
    public let clock: ManualClock
    /// What it is made of.
    public let parts: ServiceParts
    /// Signs tokens that it accepts.
    public let signer: TokenSigner
    /// Where it listens, `http://127.0.0.1:41234`.
    public let address: String
    /// The configuration that it was made with, `["PLEDGE_…": "…"]`.
    public let environment: [String: String]
    private let definition: ServiceDefinition
    /// What it was made with, and the keys that it has.
    private let options: Options

    private init(
        _ definition: ServiceDefinition, _ options: Options, environment: [String: String], chassis: Chassis,
        database: TestDatabase, clock: ManualClock, parts: ServiceParts, signer: TokenSigner, address: String
    ) {
        self.environment = environment
        self.definition = definition
        self.options = options
        self.chassis = chassis
        self.database = database
        self.clock = clock
        self.parts = parts
        self.signer = signer
        self.address = address
    }

    /// What a test may want otherwise.
    public struct Options: Sendable {
        /// Further configuration, `["PLEDGE_…": "…"]`.
        public var settings: [String: String] = [:]
        /// When the clock begins.
        public var start = Instant(epochSeconds: 1_772_323_200)
        /// Whether what the service does of its own accord runs.
        public var runsBackground = false
        /// Keys that sign and verify; a new set unless several services are to trust one.
        public var keys: JSONWebKeys?

        /// A service whose clock shows 2026-03-01T00:00:00Z, without its background work.
        public init() {}
    }

    /// Runs a service while `body` runs, then stops it and drops its database.
    public static func with<Result: Sendable>(
        _ definition: ServiceDefinition, _ options: Options = Options(), _ body: (ServiceUnderTest) async throws -> Result
    ) async throws -> Result {
        let folders = ["Shared/Chassis/Migrations", "Shared/Messaging/Migrations"].map(SourceTree.url)
        let own = SourceTree.url("Services/\(definition.name.rawValue.capitalized)/Migrations")
        return try await TestDatabase.with(service: definition.name.rawValue, migrations: folders + [own]) { database in
            try await run(definition, options, database, ManualClock(options.start), body)
        }
    }

    /// Runs another process of the service while `body` runs: on the same database and clock, with the same keys, and nothing in
    /// memory. Beside the first it is a second replica; one after the other they are what a restart leaves behind and finds.
    public func beside<Result: Sendable>(
        runsBackground: Bool = false, _ body: (ServiceUnderTest) async throws -> Result
    ) async throws -> Result {
        var options = options
        options.runsBackground = runsBackground
        return try await Self.run(definition, options, database, clock, body)
    }

    private static func run<Result: Sendable>(
        _ definition: ServiceDefinition, _ options: Options, _ database: TestDatabase, _ clock: ManualClock,
        _ body: (ServiceUnderTest) async throws -> Result
    ) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pledge-service-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let keys = try options.keys ?? .generate()
        var options = options
        options.keys = keys
        try keys.json.write(to: folder.appending(path: "signing.json"))
        try keys.published.json.write(to: folder.appending(path: "jwks.json"))

        let environment = try await environment(definition, options, database, folder)
        let chassis = try ChassisBuilder(
            configuration: try ServiceConfiguration(service: definition.name, environment: environment),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, clock: clock
        ).make()
        let result: Swift.Result<Result, any Error>
        do {
            result = .success(try await run(definition, options, environment, database, chassis, clock, keys, body))
        } catch {
            result = .failure(error)
        }
        try await chassis.http.shutdown()
        return try result.get()
    }

    private static func run<Result: Sendable>(
        _ definition: ServiceDefinition, _ options: Options, _ environment: [String: String], _ database: TestDatabase,
        _ chassis: Chassis, _ clock: ManualClock, _ keys: JSONWebKeys, _ body: (ServiceUnderTest) async throws -> Result
    ) async throws -> Result {
        await chassis.tokens.load()
        let clients = Task { try await runClients(chassis) }
        defer { clients.cancel() }
        let parts = try await definition.build(chassis)
        try await parts.start()
        chassis.readiness.started()
        let (ports, port) = AsyncStream.makeStream(of: Int.self)
        let server = ServiceServer(
            routes: parts.routes + parts.innerRoutes, options: ServerOptions(), tokens: chassis.tokens,
            internalToken: InternalToken(chassis.configuration[Settings.internalToken]), readiness: chassis.readiness,
            metrics: chassis.metrics, logger: chassis.logger
        ) { port.yield($0) }
        let serving = Task { try await server.run() }
        defer { serving.cancel() }
        let background = Task {
            guard options.runsBackground else { return }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for service in parts.background { group.addTask { try await service.run() } }
                try await group.waitForAll()
            }
        }
        defer { background.cancel() }

        var listening = ports.makeAsyncIterator()
        guard let number = await listening.next() else { throw SupportError("the service's server did not start") }
        let service = ServiceUnderTest(
            definition, options, environment: environment, chassis: chassis, database: database, clock: clock, parts: parts,
            signer: try await TokenSigner(keys),
            address: "http://127.0.0.1:\(number)")
        return try await body(service)
    }

    private static func environment(
        _ definition: ServiceDefinition, _ options: Options, _ database: TestDatabase, _ folder: URL
    ) async throws -> [String: String] {
        let redis = try await TestServers.redis()
        var settings = [
            "PLEDGE_POSTGRES_HOST": database.server.host, "PLEDGE_POSTGRES_PORT": String(database.server.port),
            "PLEDGE_POSTGRES_DATABASE": database.name, "PLEDGE_POSTGRES_USER": database.app.user,
            "PLEDGE_POSTGRES_PASSWORD": database.app.password, "PLEDGE_POSTGRES_WORKER_USER": database.worker.user,
            "PLEDGE_POSTGRES_WORKER_PASSWORD": database.worker.password, "PLEDGE_REDIS_HOST": redis.host,
            "PLEDGE_REDIS_PORT": String(redis.port), "PLEDGE_INTERNAL_TOKEN": "internal-token-of-tests",
            "PLEDGE_JWKS_FILE": folder.appending(path: "jwks.json").path,
        ]
        if let password = redis.password { settings["PLEDGE_REDIS_PASSWORD"] = password }
        if definition.name == .availability {
            settings["PLEDGE_CHAIN_KEY_FILE"] = folder.appending(path: "signing.json").path
        }
        if definition.name == .agreements {
            settings["PLEDGE_JWT_SIGNING_KEY_FILE"] = folder.appending(path: "signing.json").path
        }
        return settings.merging(options.settings) { _, new in new }
    }

    private static func runClients(_ chassis: Chassis) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await chassis.database.run() }
            group.addTask { try await chassis.workers.run() }
            group.addTask { try await chassis.redis.run() }
            try await group.waitForAll()
        }
    }
}

/// What went wrong in the tests' own machinery.
public struct SupportError: Error, CustomStringConvertible {
    /// What.
    public let description: String

    /// Says what.
    public init(_ description: String) {
        self.description = description
    }
}
